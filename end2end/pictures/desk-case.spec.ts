// A picture of a case at the desk, beside the gallery's: test-results/pictures/<device>-<scheme>/.
import { colleague } from '../support/desk';
import { test } from '../support/fixtures';
import { BY_HAND } from '../support/people';

test('a case @gallery', async ({ page: desk, context, server, applicant }, { project }) => {
  await applicant.is(BY_HAND).applies();
  const reference = await desk.locator('.reference strong').innerText();
  await colleague(server, context, 'reviewer');
  let number = 0;
  const take = async (name: string): Promise<void> => {
    await desk.screenshot({ path: `test-results/pictures/${project.name}/case-${(number += 1)}-${name}.png`, fullPage: true });
  };
  await desk.goto(`/admin/case/${reference}?list=all&at=00000000000000000000000000`);
  await take('opened');
  await desk.locator('#note').fill('Seems to have moved last month: the address differs from the one on file.');
  await desk.getByRole('button', { name: 'Add the note' }).click();
  await desk.locator('#message').fill('Please have your passport ready. We call you tomorrow morning.');
  await desk.getByRole('button', { name: 'Send the message' }).click();
  await desk.goto(`/admin/case/${reference}?notice=case-moved&since=12`);
  await take('too-late');
  await desk.goto('/status');
  await take('messages');
});
