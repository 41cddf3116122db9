// Screenshots of the sign-in pages of the admin, beside those of the gallery:
// test-results/pictures/<device>-<scheme>/.
import type { Page } from '@playwright/test';
import { signInAs, submitPassword, invite, submitCode, PASSWORD } from '../support/admin';
import { test } from '../support/fixtures';

test('admin sign-in @gallery', async ({ page, context, server, pageErrors }, { project }) => {
  pageErrors.expect(/status of 404/);
  let number = 0;
  const take = async (what: Page, name: string): Promise<void> => {
    const path = `test-results/pictures/${project.name}/admin-${String((number += 1)).padStart(2, '0')}-${name}.png`;
    await what.screenshot({ path, fullPage: true });
  };
  await page.goto('/admin/sign-in');
  await take(page, 'sign-in');
  const { link } = invite(server, 'reviewer');
  await page.goto(link);
  await take(page, 'enrol');
  await page.locator('#password').fill('short');
  await page.locator('main form .button').first().click();
  await take(page, 'enrol-mistaken');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#again').fill(PASSWORD);
  await page.locator('main form .button').first().click();
  await page.locator('.secret-text').waitFor();
  await take(page, 'enrol-second');
  const jane = await signInAs(server, context, 'administrator');
  for (const [path, name] of [['/admin', 'home'], ['/admin/account', 'account'], ['/admin/staff', 'staff'], ['/admin/confirm', 'confirm'], ['/admin/nowhere', 'missing']] as const) {
    await page.goto(path);
    await take(page, name);
  }
  await page.goto('/admin/account');
  await page.getByRole('button', { name: 'Generate new codes' }).click();
  await page.locator('.recovery').waitFor();
  await take(page, 'codes');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await submitPassword(page, jane.name);
  await take(page, 'second');
  await submitCode(page, jane);
});
