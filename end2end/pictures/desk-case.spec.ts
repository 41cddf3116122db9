// A picture of a case at the desk, beside the gallery's: test-results/pictures/<device>-<scheme>/.
import { colleague } from '../support/desk';
import { test } from '../support/fixtures';

test('a case @gallery', async ({ page: desk, context, server, applicant }, { project }) => {
  await applicant.applies();
  await colleague(server, context, 'reviewer');
  const take = async (name: string): Promise<void> => {
    await desk.screenshot({ path: `test-results/pictures/${project.name}/case-${name}.png`, fullPage: true });
  };
  await desk.goto('/admin?sort=age');
  await desk.locator('.cases tbody th a').first().click();
  await take('1-story');
});
