// Own account in the admin: recovery codes, password change, a further passkey. With and without JavaScript, and with
// an authenticator that does not verify the user.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { authenticator, pressTwice, signInAs, submitPassword, submitCode, signOut, PASSWORD } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test as base } from '../support/fixtures';
import { Server } from '../support/server';

/** Creates new recovery codes and stays on their page. */
async function createRecoveryCodes(page: Page): Promise<string[]> {
  await page.goto('/admin/account');
  await pressTwice(page.locator('main'), 'Generate new codes');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Save your recovery codes');
  await expect(page.locator('.recovery li')).toHaveCount(10);
  return page.locator('.recovery li').allInnerTexts();
}

/** Signs out and signs in again up to the second factor. */
async function signInAgain(page: Page, name: string, password = PASSWORD): Promise<void> {
  await signOut(page);
  await submitPassword(page, name, password);
}

/** Submits a recovery code instead of a second factor. */
async function submitRecoveryCode(page: Page, recovery: string): Promise<void> {
  const lost = page.locator('details.lost');
  // After a wrong code the details element is open already.
  if ((await lost.getAttribute('open')) === null) await lost.locator('summary').click();
  await page.locator('#recovery').fill(recovery);
  await page.getByRole('button', { name: 'Use the recovery code' }).click();
}

/** Weakens the WebAuthn options in the page: no user verification. */
async function weakenPasskeyOptions(page: Page): Promise<void> {
  await page.locator('form[data-question]').evaluate((form: HTMLFormElement) => {
    const question = JSON.parse(form.dataset['question'] ?? '{}');
    const selection = { ...question.authenticatorSelection, userVerification: 'discouraged' };
    const less = { userVerification: 'discouraged', authenticatorSelection: selection, extensions: {} };
    form.dataset['question'] = JSON.stringify({ ...question, ...less });
  });
}

const test = base.extend<{ localhost: { page: Page; server: Server } }>({
  // A browser binds a passkey to a host name, and 127.0.0.1 is none.
  localhost: async ({ browser, pageErrors, settings }, use) => {
    const server = await Server.start({ ...settings, VESTIBULE_PUBLIC_URL: 'http://localhost:0' });
    const context = await browser.newContext({ baseURL: server.url });
    await pageErrors.observe(context);
    await use({ page: await context.newPage(), server });
    await context.close();
    await server.stop();
  },
});

test.describe('staff member', { tag: ['@desktop', '@no-js'] }, () => {
  test('recovery code signs in: accepted once, earlier codes rejected', async ({ page, context, server }) => {
    const { name } = await signInAs(server, context, 'reviewer');
    const [old = ''] = await createRecoveryCodes(page);
    const [code = '', ...others] = await createRecoveryCodes(page);
    expect(others).toHaveLength(9);
    await page.getByRole('button', { name: 'I’ve saved them' }).click();
    await expect(page).toHaveURL(/\/admin$/);
    await page.goto('/admin/recovery-codes');
    await expect(page.locator('.recovery li'), 'shown once').toHaveCount(0);

    await signInAgain(page, name);
    await submitRecoveryCode(page, old);
    await expect(page.getByRole('alert')).toContainText('That code is wrong');
    await submitRecoveryCode(page, code.toUpperCase().replaceAll('-', ' '));
    await expect(page).toHaveURL(/\/admin$/);
    await page.goto('/admin/account');
    await expect(page.getByText('9 left.')).toBeVisible();

    await signInAgain(page, name);
    await submitRecoveryCode(page, code);
    await expect(page.getByRole('alert')).toContainText('That code is wrong');
    await page.goto('/admin');
    await expect(page, 'not signed in').toHaveURL(/sign-in/);
  });

  test('password changed: other sessions end, only the new password signs in', async ({ page, context, server, newDevice, javaScriptEnabled }) => {
    const jane = await signInAs(server, context, 'reviewer');
    const other = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    await submitPassword(other, jane.name);
    await submitCode(other, jane);
    await expect(other).toHaveURL(/\/admin$/);
    // The last TOTP step that the server accepts now is used up: continue with a recovery code.
    const [recovery = ''] = await createRecoveryCodes(page);
    const fresh = 'a kettle owes nine otters';
    const change = async (present: string, password: string, repeated: string): Promise<void> => {
      await page.locator('#present').fill(present);
      await page.locator('#password').fill(password);
      await page.locator('#again').fill(repeated);
      await page.getByRole('button', { name: 'Change the password' }).click();
    };
    await page.goto('/admin/account');
    for (const [present, password, repeated, error] of [
      ['not my current password', fresh, fresh, 'That is not your current password; try again'],
      [PASSWORD, fresh, `${fresh}!`, 'The two passwords do not match; enter both again'],
      [PASSWORD, `${jane.name} and more`, `${jane.name} and more`, 'Password must not contain your account name or the firm’s name'],
    ] as const) {
      await change(present, password, repeated);
      await expect(page).toHaveTitle(/^Error: /);
      await page.getByRole('alert').getByRole('link', { name: error }).click();
      await expect(page.locator(':focus')).toHaveAttribute('type', 'password');
      await expect(page.locator(':focus')).toHaveAccessibleDescription(new RegExp(error.slice(0, 20)));
    }
    await other.reload();
    await expect(other, 'nothing was changed').toHaveURL(/\/admin$/);

    await change(PASSWORD, fresh, fresh);
    await expect(page.getByRole('status')).toHaveText('Password changed.');
    await other.reload();
    await expect(other).toHaveURL(/sign-in\?notice=ended/);

    await signOut(page);
    await page.locator('#name').fill(jane.name);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('main form .button').first().click();
    await expect(page.getByRole('alert')).toContainText('do not match');
    await submitPassword(page, jane.name, fresh);
    await submitRecoveryCode(page, recovery);
    await expect(page).toHaveURL(/\/admin$/);
  });
});

test.describe('staff member without JavaScript', { tag: '@no-js' }, () => {
  test('recovery codes can be downloaded, no dead buttons', async ({ page, context, server }) => {
    await signInAs(server, context, 'reviewer');
    const codes = await createRecoveryCodes(page);
    await expect(page.getByRole('button', { name: 'Copy' })).toBeHidden();
    await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as a text file' }).click();
    const text = readFileSync(await (await download).path(), 'utf8');
    for (const code of codes) expect(text).toContain(code);
    await page.goto('/admin/account');
    await expect(page.getByLabel('Show password')).toBeHidden();
  });
});

test.describe('staff member with JavaScript', { tag: '@desktop' }, () => {
  test('recovery codes: copied, printed and downloaded', async ({ page, context, server }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await signInAs(server, context, 'reviewer');
    const codes = await createRecoveryCodes(page);
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect(page.locator('#copied')).toHaveText('Copied.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'));
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', '');
    });
    await page.getByRole('button', { name: 'Print' }).click();
    await expect(page.locator('body')).toHaveAttribute('data-printed', '');
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button', { name: 'I’ve saved them' })).toBeHidden();
    await expect(page.locator('.recovery li').first()).toBeVisible();
    await page.emulateMedia({ media: null });
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as a text file' }).click();
    expect((await download).suggestedFilename()).toBe('recovery-codes.txt');
  });

  test('passwords are shown by a switch, and hidden before they are sent', async ({ page, context, server }) => {
    const jane = await signInAs(server, context, 'reviewer');
    await page.goto('/admin/account');
    await page.locator('#password').fill('a kettle owes nine otters');
    await page.getByLabel('Show password').check();
    for (const id of ['#present', '#password', '#again']) {
      await expect(page.locator(id)).toHaveAttribute('type', 'text');
    }
    await page.getByLabel('Show password').uncheck();
    await expect(page.locator('#password')).toHaveAttribute('type', 'password');
    await signOut(page);
    await page.locator('#name').fill(jane.name);
    await page.locator('#password').fill('not the right one at all');
    await page.getByLabel('Show password').check();
    await page.evaluate(() => {
      document.querySelector('form:has(#password)')?.addEventListener('submit', (event) => event.preventDefault());
    });
    await page.locator('main form .button').first().click();
    await expect(page.locator('#password')).toHaveAttribute('type', 'password');
  });

  test('passkey alone: signs in from the sign-in page, and has a name', async ({ localhost: { page, server } }) => {
    await signInAs(server, page.context(), 'reviewer');
    const key = await authenticator(page);
    await page.goto('/admin/account');
    await page.locator('#passkey_name').fill('Work laptop');
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await expect(page.getByRole('status')).toHaveText('Passkey added.');
    await expect(page.locator('.keys li strong')).toHaveText('Work laptop');
    await page.locator('.keys summary:not(.button)').click();
    await page.locator('.keys input[name=name]').fill('Phone');
    await page.getByRole('button', { name: 'Save the name' }).click();
    await expect(page.getByRole('status')).toHaveText('Passkey renamed.');
    await expect(page.locator('.keys li strong')).toHaveText('Phone');
    expect(await layoutFaults(page)).toEqual([]);

    await signOut(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page).toHaveURL(/\/admin$/);

    // Without user verification the browser refuses, and so does the server.
    await signOut(page);
    await key.setUserVerified(false);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page.getByText('The browser didn’t return a passkey.')).toBeVisible();
    await weakenPasskeyOptions(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'was not accepted' })).toBeVisible();
    await expect(page.locator('.notice.error')).toHaveCount(1);
    expect(await layoutFaults(page)).toEqual([]);
  });

  test('success, error and lock-out look different', async ({ page, context, server }) => {
    await signInAs(server, context, 'reviewer');
    const colour = async (code: string): Promise<string> => {
      await page.goto(`/admin/account?notice=${code}`);
      expect.soft(await layoutFaults(page), code).toEqual([]);
      return page.locator('main > .notice').evaluate((notice) => getComputedStyle(notice).backgroundColor);
    };
    const colours = [await colour('done-password-changed'), await colour('last-factor'), await colour('wait-5'), await colour('inside')];
    expect(new Set(colours).size).toBe(4);
    await expect(page.locator('main > .notice .icon')).toHaveCount(0);
  });

  test('recovery codes page: no layout faults', async ({ page, context, server }) => {
    await signInAs(server, context, 'reviewer');
    expect(await createRecoveryCodes(page)).toHaveLength(10);
    expect(await layoutFaults(page)).toEqual([]);
  });

  test('added passkey: accepted as fresh second factor', async ({ localhost: { page, server } }) => {
    const jane = await signInAs(server, page.context(), 'administrator');
    await authenticator(page);
    await page.goto('/admin/account');
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await expect(page.getByRole('status')).toHaveText('Passkey added.');
    await expect(page.locator('.keys li')).toContainText(/last used never/);
    expect(await layoutFaults(page)).toEqual([]);

    const session = async () => (await page.context().cookies()).find(({ name }) => name.includes('admin'))?.value;
    const before = await session();
    await page.goto('/admin/confirm?to=/admin/export/state=parked');
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await expect(page).toHaveURL('/admin/export/state=parked'); // whole path: the previous address ends with it, too
    expect(before).toBeTruthy();
    expect(await session(), 'the session id changes').not.toBe(before);
    await page.goto('/admin/account');
    await expect(page.locator('.keys li')).not.toContainText('never');

    // With a passkey the app can be removed, and the passkey alone signs in.
    await pressTwice(page.locator('main'), 'Remove the app');
    await expect(page.getByRole('status')).toHaveText('Authenticator app removed.');
    await signInAgain(page, jane.name);
    await expect(page.locator('#code')).toHaveCount(0);
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await expect(page).toHaveURL(/\/admin$/);
  });

  test('authenticator without user verification: rejected by browser and server', async ({ localhost: { page, server } }) => {
    const jane = await signInAs(server, page.context(), 'reviewer');
    const make = page.getByRole('button', { name: 'Create a passkey' });
    const use = page.getByRole('button', { name: 'Use your passkey' });
    const failed = page.getByText('The browser didn’t return a passkey.');
    const careless = await authenticator(page, false);
    await page.goto('/admin/account');
    await make.click();
    await expect(failed).toBeVisible();
    await weakenPasskeyOptions(page);
    await make.click();
    await expect(page.getByRole('status')).toContainText('Nothing was saved');
    await expect(page.locator('.keys li')).toHaveCount(0);
    await careless.remove();

    const careful = await authenticator(page);
    await weakenPasskeyOptions(page);
    await make.click();
    await expect(page.locator('.keys li')).toHaveCount(1);
    await signInAgain(page, jane.name);
    await careful.setUserVerified(false);
    await use.click();
    await expect(failed).toBeVisible();
    await weakenPasskeyOptions(page);
    await use.click();
    await expect(page.getByRole('status').filter({ hasText: 'was not accepted' })).toBeVisible();
    await careful.setUserVerified(true);
    await use.click();
    await expect(page, 'the passkey still works').toHaveURL(/\/admin$/);
  });
});
