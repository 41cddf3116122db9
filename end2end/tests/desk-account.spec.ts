// What somebody does at the desk about their own account: recovery codes, another password, one more passkey; with and
// without JavaScript, and with an authenticator that does not look who holds it.
import type { Page } from '@playwright/test';
import { authenticator, colleague, first, second, signsOut, PASSWORD } from '../support/desk';
import { faults } from '../support/desk-looks';
import { expect, test as base } from '../support/fixtures';
import { Server } from '../support/server';

/** Makes new recovery codes; leaves their page open. */
async function codes(page: Page): Promise<string[]> {
  await page.goto('/admin/account');
  await page.getByRole('button', { name: 'Make new ones' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Note your recovery codes');
  await expect(page.locator('.recovery li')).toHaveCount(10);
  return page.locator('.recovery li').allInnerTexts();
}

/** Signs out and comes back as far as the second factor. */
async function again(page: Page, name: string, password = PASSWORD): Promise<void> {
  await signsOut(page);
  await first(page, name, password);
}

/** Shows a recovery code instead of a second factor. */
async function recovers(page: Page, recovery: string): Promise<void> {
  const lost = page.locator('details.lost');
  // After a wrong one it is open.
  if ((await lost.getAttribute('open')) === null) await lost.locator('summary').click();
  await page.locator('#recovery').fill(recovery);
  await page.getByRole('button', { name: 'Use the recovery code' }).click();
}

/** Has the browser ask for less than the server wanted: that nobody is looked at. */
async function asksForLess(page: Page): Promise<void> {
  await page.locator('form[data-question]').evaluate((form: HTMLFormElement) => {
    const question = JSON.parse(form.dataset['question'] ?? '{}');
    const selection = { ...question.authenticatorSelection, userVerification: 'discouraged' };
    const less = { userVerification: 'discouraged', authenticatorSelection: selection, extensions: {} };
    form.dataset['question'] = JSON.stringify({ ...question, ...less });
  });
}

const test = base.extend<{ named: { page: Page; server: Server } }>({
  // A browser binds a passkey to a name, and 127.0.0.1 is none.
  named: async ({ browser, watch, settings }, use) => {
    const server = await Server.start({ ...settings, VESTIBULE_PUBLIC_URL: 'http://localhost:0' });
    const context = await browser.newContext({ baseURL: server.url });
    await watch.over(context);
    await use({ page: await context.newPage(), server });
    await context.close();
    await server.stop();
  },
});

test.describe('somebody', { tag: ['@desktop', '@no-js'] }, () => {
  test('gets in by a recovery code, once by each, and by none of the old ones', async ({ page, context, server }) => {
    const { name } = await colleague(server, context, 'reviewer');
    const [old = ''] = await codes(page);
    const [code = '', ...others] = await codes(page);
    expect(others).toHaveLength(9);
    await page.getByRole('button', { name: 'I have noted them' }).click();
    await expect(page).toHaveURL(/\/admin$/);
    await page.goto('/admin/recovery-codes');
    await expect(page.locator('.recovery li'), 'shown once').toHaveCount(0);

    await again(page, name);
    await recovers(page, old);
    await expect(page.getByRole('alert')).toContainText('none of your recovery codes');
    await recovers(page, code.toUpperCase().replaceAll('-', ' '));
    await expect(page).toHaveURL(/\/admin$/);
    await page.goto('/admin/account');
    await expect(page.getByText('9 left.')).toBeVisible();

    await again(page, name);
    await recovers(page, code);
    await expect(page.getByRole('alert')).toContainText('none of your recovery codes');
    await page.goto('/admin');
    await expect(page, 'still outside').toHaveURL(/sign-in/);
  });

  test('changes the password, is signed out everywhere else, and gets in by the new one alone', async ({ page, context, server, elsewhere, javaScriptEnabled }) => {
    const jane = await colleague(server, context, 'reviewer');
    const other = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    await first(other, jane.name);
    await second(other, jane);
    await expect(other).toHaveURL(/\/admin$/);
    // Her app has shown the last code for now that the server takes.
    const [recovery = ''] = await codes(page);
    const fresh = 'a kettle owes nine otters';
    const change = async (present: string, password: string, repeated: string): Promise<void> => {
      await page.locator('#present').fill(present);
      await page.locator('#password').fill(password);
      await page.locator('#again').fill(repeated);
      await page.getByRole('button', { name: 'Change the password' }).click();
    };
    await page.goto('/admin/account');
    for (const [present, password, repeated, said] of [
      ['not my present password', fresh, fresh, 'That is not your present password; try again'],
      [PASSWORD, fresh, `${fresh}!`, 'The two passwords are not the same; enter both again'],
      [PASSWORD, `${jane.name} and more`, `${jane.name} and more`, 'Password must not have your account name or the firm’s name in it'],
    ] as const) {
      await change(present, password, repeated);
      await expect(page).toHaveTitle(/^Error: /);
      await page.getByRole('alert').getByRole('link', { name: said }).click();
      await expect(page.locator(':focus')).toHaveAttribute('type', 'password');
      await expect(page.locator(':focus')).toHaveAccessibleDescription(new RegExp(said.slice(0, 20)));
    }
    await other.reload();
    await expect(other, 'nothing was changed').toHaveURL(/\/admin$/);

    await change(PASSWORD, fresh, fresh);
    await expect(page.getByRole('status')).toHaveText('That is done.');
    await other.reload();
    await expect(other).toHaveURL(/sign-in\?notice=ended/);

    await signsOut(page);
    await page.locator('#name').fill(jane.name);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('main form .button').first().click();
    await expect(page.getByRole('alert')).toContainText('do not match');
    await first(page, jane.name, fresh);
    await recovers(page, recovery);
    await expect(page).toHaveURL(/\/admin$/);
  });
});

test.describe('somebody with a script', { tag: '@desktop' }, () => {
  test('sees recovery codes on a page with nothing wrong with its looks', async ({ page, context, server }) => {
    await colleague(server, context, 'reviewer');
    expect(await codes(page)).toHaveLength(10);
    expect(await faults(page)).toEqual([]);
  });

  test('adds a passkey, and confirms with it where a fresh factor is asked for', async ({ named: { page, server } }) => {
    const jane = await colleague(server, page.context(), 'administrator');
    await authenticator(page);
    await page.goto('/admin/account');
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await expect(page.getByRole('status')).toHaveText('That is done.');
    await expect(page.locator('.keys li')).toContainText(/last used never/);
    expect(await faults(page)).toEqual([]);

    const session = async () => (await page.context().cookies()).find(({ name }) => name.includes('desk'))?.value;
    const before = await session();
    await page.goto('/admin/confirm?to=/admin/export/state=parked');
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await expect(page).toHaveURL('/admin/export/state=parked'); // the whole of it: the address before ends in it too
    expect(before).toBeTruthy();
    expect(await session(), 'the session is called something else').not.toBe(before);
    await page.goto('/admin/account');
    await expect(page.locator('.keys li')).not.toContainText('never');

    // With a passkey the app may go, and the passkey alone gets in.
    await page.getByRole('button', { name: 'Remove the app' }).click();
    await expect(page.getByRole('status')).toHaveText('That is done.');
    await again(page, jane.name);
    await expect(page.locator('#code')).toHaveCount(0);
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await expect(page).toHaveURL(/\/admin$/);
  });

  test('is refused with an authenticator that verifies nobody, by the browser and by the server', async ({ named: { page, server } }) => {
    const jane = await colleague(server, page.context(), 'reviewer');
    const make = page.getByRole('button', { name: 'Make a passkey' });
    const use = page.getByRole('button', { name: 'Use your passkey' });
    const failed = page.getByText('The browser gave no passkey.');
    const careless = await authenticator(page, false);
    await page.goto('/admin/account');
    await make.click();
    await expect(failed).toBeVisible();
    await asksForLess(page);
    await make.click();
    await expect(page.getByRole('status')).toContainText('nothing was changed');
    await expect(page.locator('.keys li')).toHaveCount(0);
    await careless.goes();

    const careful = await authenticator(page);
    await asksForLess(page);
    await make.click();
    await expect(page.locator('.keys li')).toHaveCount(1);
    await again(page, jane.name);
    await careful.verifies(false);
    await use.click();
    await expect(failed).toBeVisible();
    await asksForLess(page);
    await use.click();
    await expect(page.getByRole('status').filter({ hasText: 'was not accepted' })).toBeVisible();
    await careful.verifies(true);
    await use.click();
    await expect(page, 'the passkey is as good as ever').toHaveURL(/\/admin$/);
  });
});
