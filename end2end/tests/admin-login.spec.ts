// Sign-in to the admin: enrolment link, password, second factor, passkeys. With and without JavaScript.
import type { Page } from '@playwright/test';
import { authenticator, pressTwice, signInAs, signInOnlyAdministrator, enrol, submitPassword, invite, submitCode, signOut, PASSWORD } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';
import { Server } from '../support/server';

test.describe('password and authenticator app', { tag: ['@desktop', '@no-js'] }, () => {
  test('enrolled reviewer: signs out and signs in again', async ({ page, server }) => {
    const { name, link } = invite(server, 'reviewer');
    const secret = await enrol(server, page, link);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Applications');
    await signOut(page);
    await page.goBack();
    await expect(page, 'no page in the history cache').not.toHaveURL(/\/admin$/);

    await submitPassword(page, name);
    await submitCode(page, { server, name, secret, codesUsed: 0 });
    await expect(page).toHaveURL(/\/admin$/);
    await expect(page.locator('.admin-account')).toContainText(name);
  });

  test('invalid input: error at its field, typed name kept', async ({ page, server }) => {
    const { link } = invite(server, 'viewer');
    await page.goto(link);
    await page.locator('#password').fill('too short');
    await page.locator('#again').fill('too short');
    await page.locator('main form .button').first().click();
    await expect(page).toHaveTitle(/^Error: /);
    await expect(page.getByRole('alert')).toBeFocused();
    await page.getByRole('alert').getByRole('link').click();
    await expect(page.locator('#password')).toBeFocused();
    await expect(page.locator('#password')).toHaveValue('');

    await page.goto('/admin/sign-in');
    await page.locator('#name').fill('jane.smith');
    await page.locator('#password').fill('not the right one at all');
    await page.locator('main form .button').first().click();
    await expect(page.getByRole('alert')).toContainText('do not match');
    await expect(page.locator('#name')).toHaveValue('jane.smith');
  });

  test('reviewer added by an administrator: enrols by the link', async ({ page, context, server, newDevice, pageErrors }) => {
    pageErrors.expect(/console: Failed to load resource.* 403 /);
    await signInOnlyAdministrator(server, context);
    await page.goto('/admin/staff');
    const name = `added.${process.pid}.${test.info().project.name}`;
    await page.locator('#name').fill(name);
    await page.locator('#role').selectOption('viewer');
    await page.getByRole('button', { name: 'Create account and invite link' }).click();
    const link = await page.locator('#enrol-link').innerText();
    await page.reload();
    await expect(page.locator('#enrol-link'), 'shown once').toHaveCount(0);

    const theirs = await newDevice();
    await enrol(server, theirs, link);
    await theirs.goto('/admin/staff');
    await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Your role does not allow that');
    await expect(theirs.getByRole('link', { name: 'Staff' })).toHaveCount(0);

    await page.reload();
    const row = page.getByRole('row', { name });
    await row.locator('td > details > summary').click();
    await pressTwice(row, 'Disable and sign out');
    await expect(page.getByRole('status')).toHaveText('Account disabled and signed out.');
    await theirs.goto('/admin');
    await expect(theirs).toHaveURL(/sign-in\?notice=ended/);
  });
});

test('own sessions: listed and ended', { tag: '@desktop' }, async ({ page, context, server, newDevice }) => {
  const jane = await signInAs(server, context, 'viewer');
  const other = await newDevice();
  await submitPassword(other, jane.name);
  await submitCode(other, jane);
  await expect(other).toHaveURL(/\/admin$/);
  await page.goto('/admin/account');
  await expect(page.getByRole('row')).toHaveCount(3);
  await pressTwice(page.locator('main'), 'End all other sessions');
  await expect(page.getByRole('row')).toHaveCount(2);
  await other.reload();
  await expect(other).toHaveURL(/sign-in\?notice=ended/);
});

test('keyboard alone: signs in', { tag: '@desktop' }, async ({ page, context, server }) => {
  const jane = await signInAs(server, context, 'viewer');
  await page.goto('/admin');
  await page.locator('.admin-account button').press('Enter');
  await page.waitForURL(/sign-in/);
  await page.locator('#name').focus();
  await page.keyboard.type(jane.name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/second/);
  await page.keyboard.press('Tab');
  await expect(page.locator('.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.locator('#code')).toBeFocused();
});

test.describe('passkey', { tag: '@desktop' }, () => {
  // A browser binds a passkey to a host name, and 127.0.0.1 is none.
  const localhost = { VESTIBULE_PUBLIC_URL: 'http://localhost:0' };

  test('enrolled with a passkey: signs in without a code', async ({ browser, pageErrors, settings }) => {
    const server = await Server.start({ ...settings, ...localhost });
    const context = await browser.newContext({ baseURL: server.url });
    await pageErrors.observe(context);
    const page = await context.newPage();
    await authenticator(page);
    const { name, link } = invite(server, 'reviewer');
    await page.goto(link);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#again').fill(PASSWORD);
    await page.locator('main form .button').first().click();
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Save your recovery codes');
    await expect(page.locator('.recovery li')).toHaveCount(10);
    await page.getByRole('button', { name: 'I’ve saved them' }).click();
    await expect(page).toHaveURL(/\/admin$/);

    await signOut(page);
    await submitPassword(page, name);
    await expect(page.locator('#code'), 'there is no app').toHaveCount(0);
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await expect(page).toHaveURL(/\/admin$/);

    // The only second factor cannot be removed.
    await page.goto('/admin/account');
    await expect(page.locator('.keys li')).toHaveCount(1);
    await page.locator('.keys .ask-once summary').click();
    await page.locator('.keys .ask-once').getByRole('button').click();
    await expect(page.getByRole('status'), 'the last factor stays').toContainText('at least one second factor');
    await context.close();
    await server.stop();
  });

  test('another passkey: sign-in rejected', async ({ browser, pageErrors, settings }) => {
    const server = await Server.start({ ...settings, ...localhost });
    const context = await browser.newContext({ baseURL: server.url });
    await pageErrors.observe(context);
    const page = await context.newPage();
    await authenticator(page);
    const { name, link } = invite(server, 'reviewer');
    await page.goto(link);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#again').fill(PASSWORD);
    await page.locator('main form .button').first().click();
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await page.locator('.recovery').waitFor();

    const strange = await browser.newContext({ baseURL: server.url });
    await pageErrors.observe(strange);
    const theirs = await strange.newPage();
    await authenticator(theirs);
    await submitPassword(theirs, name);
    await theirs.getByRole('button', { name: 'Use your passkey' }).click();
    await expect(theirs.getByText('The browser didn’t return a passkey.')).toBeVisible();
    await expect(theirs).toHaveURL(/second/);
    await strange.close();
    await context.close();
    await server.stop();
  });
});

test.describe('sign-in pages', { tag: '@desktop' }, () => {
  test('no layout faults in light and dark, narrow and wide', async ({ page, context, server, pageErrors }) => {
    test.slow();
    pageErrors.expect(/console: Failed to load resource.* 404 /);
    await page.goto('/admin/sign-in');
    expect.soft(await layoutFaults(page), 'sign in').toEqual([]);
    const { link } = invite(server, 'administrator');
    await page.goto(link);
    expect.soft(await layoutFaults(page), 'enrol, first half').toEqual([]);
    await page.locator('#password').fill('short');
    await page.locator('main form .button').first().click();
    await expect(page).toHaveTitle(/^Error: /);
    expect.soft(await layoutFaults(page), 'enrol, invalid').toEqual([]);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#again').fill(PASSWORD);
    await page.locator('main form .button').first().click();
    await page.locator('.secret-text').waitFor();
    expect.soft(await layoutFaults(page), 'enrol, second half').toEqual([]);

    const jane = await signInAs(server, context, 'administrator');
    for (const path of ['/admin', '/admin/account', '/admin/staff', '/admin/confirm', '/admin/recovery-codes', '/admin/nowhere']) {
      await page.goto(path);
      expect.soft(await layoutFaults(page), path).toEqual([]);
    }
    await page.goto('/admin');
    await signOut(page);
    await submitPassword(page, jane.name);
    expect.soft(await layoutFaults(page), 'second').toEqual([]);
  });
});
