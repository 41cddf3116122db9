// Screenshots of a case in the admin, beside those of the gallery: test-results/pictures/<device>-<scheme>/.
import { signInAs } from '../support/admin';
import { test } from '../support/fixtures';
import { MANUAL_REVIEW } from '../support/people';

test('case @gallery', async ({ page: admin, context, server, applicant }, { project }) => {
  await applicant.withDetails(MANUAL_REVIEW).apply();
  const reference = await admin.locator('.reference strong').innerText();
  await signInAs(server, context, 'reviewer');
  let number = 0;
  const take = async (name: string): Promise<void> => {
    await admin.screenshot({ path: `test-results/pictures/${project.name}/case-${(number += 1)}-${name}.png`, fullPage: true });
  };
  await admin.goto(`/admin/case/${reference}?list=all&at=00000000000000000000000000`);
  await take('opened');
  await admin.locator('#note').fill('Seems to have moved last month: the address differs from the one on file.');
  await admin.getByRole('button', { name: 'Add the note' }).click();
  await admin.locator('#message').fill('Please have your passport ready. We call you tomorrow morning.');
  await admin.getByRole('button', { name: 'Send the message' }).click();
  await admin.goto(`/admin/case/${reference}?notice=case-moved&since=12`);
  await take('too-late');
  await admin.goto('/status');
  await take('messages');
});
