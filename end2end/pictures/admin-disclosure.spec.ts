// Screenshots of a disclosure: a revealed field, an override request, the evidence. Beside those of the gallery.
import { signInAs } from '../support/admin';
import { test } from '../support/fixtures';

test('disclosure @gallery', async ({ context, server, applicant }, { project }) => {
  await applicant.apply();
  await signInAs(server, context, 'administrator');
  const admin = await context.newPage();
  const take = async (name: string): Promise<void> => {
    await admin.screenshot({ path: `test-results/pictures/${project.name}/proof-${name}.png`, fullPage: true });
  };
  await admin.goto('/admin?sort=age');
  await admin.locator('.cases tbody th a').first().click();
  const reference = await admin.locator('h1 .code').innerText();
  await admin.getByText('Show in full').click();
  await admin.getByText('Request an override').click();
  await take('1-forms');
  await admin.getByLabel('Reason for viewing').fill('they rang about their address');
  await admin.getByRole('button', { name: 'Address', exact: true }).click();
  await admin.getByText('Request an override').click();
  await admin.getByLabel('Reason for the override').fill('the passport is a forgery');
  await admin.getByRole('button', { name: 'Should be denied' }).click();
  await take('2-done');
  await admin.goto(`/admin/case/${reference}/evidence`);
  await take('3-evidence');
  await admin.emulateMedia({ media: 'print' });
  await admin.setViewportSize({ width: 680, height: 960 });
  await take('4-paper');
});
