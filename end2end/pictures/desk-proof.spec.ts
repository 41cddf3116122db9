// Pictures of a dossier: a field in full, a request to overrule, the evidence; beside the gallery's.
import { colleague } from '../support/desk';
import { test } from '../support/fixtures';

test('a dossier @gallery', async ({ context, server, applicant }, { project }) => {
  await applicant.applies();
  await colleague(server, context, 'administrator');
  const desk = await context.newPage();
  const take = async (name: string): Promise<void> => {
    await desk.screenshot({ path: `test-results/pictures/${project.name}/proof-${name}.png`, fullPage: true });
  };
  await desk.goto('/admin?sort=age');
  await desk.locator('.cases tbody th a').first().click();
  const reference = await desk.locator('h1 .code').innerText();
  await desk.getByText('Show in full').click();
  await desk.getByText('Ask to overrule').click();
  await take('1-forms');
  await desk.getByLabel('Reason to see it').fill('they rang about their address');
  await desk.getByRole('button', { name: 'Address', exact: true }).click();
  await desk.getByText('Ask to overrule').click();
  await desk.getByLabel('Reason to overrule').fill('the passport is a forgery');
  await desk.getByRole('button', { name: 'Should be denied' }).click();
  await take('2-done');
  await desk.goto(`/admin/case/${reference}/evidence`);
  await take('3-evidence');
  await desk.emulateMedia({ media: 'print' });
  await desk.setViewportSize({ width: 680, height: 960 });
  await take('4-paper');
});
