// Actions of an administrator on a staff member: end sessions, change the role, reset. With and without JavaScript.
import type { Locator, Page } from '@playwright/test';
import { pressTwice, signInAs, signInOnlyAdministrator, enrol, submitPassword, submitCode, PASSWORD } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';

/** Opens the change form of a staff member. Returns the table row. */
async function openStaffRow(page: Page, name: string): Promise<Locator> {
  await page.goto('/admin/staff');
  // One name may be a prefix of another.
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  await row.locator('td > details > summary').click();
  return row;
}

test.describe('administrator', { tag: ['@desktop', '@no-js'] }, () => {
  test('all sessions of a reviewer ended: reviewer signs in again', async ({ page, context, server, newDevice, javaScriptEnabled }) => {
    const script = { javaScriptEnabled: javaScriptEnabled ?? true };
    await signInOnlyAdministrator(server, context);
    const theirs = await newDevice(script);
    const john = await signInAs(server, theirs.context(), 'reviewer');
    await theirs.goto('/admin/overview');
    await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Dashboard');
    const row = await openStaffRow(page, john.name);
    await expect(row.locator('td.figure')).toHaveText('1');
    await pressTwice(row, 'End all sessions');
    await expect(page.getByRole('status')).toHaveText('All sessions of the account ended.');
    await expect(row.locator('td.figure')).toHaveText('0');
    await expect(row).toContainText('Active');
    await theirs.getByRole('link', { name: 'Applications' }).click();
    await expect(theirs).toHaveURL(/sign-in\?notice=ended/);
    await expect(theirs.getByRole('status')).toContainText('Your session ended');
    await submitPassword(theirs, john.name);
    await submitCode(theirs, john);
    await expect(theirs).toHaveURL(/\/admin$/);
    await expect(page.locator('.admin-account'), 'the administrator stays signed in').toContainText('administrator');
    await page.reload();
    await expect(row.locator('td.figure')).toHaveText('1');
  });

  test('role changed: staff member is signed out and gets the new permissions', async ({ page, context, server, newDevice, pageErrors, javaScriptEnabled }) => {
    pageErrors.expect(/console: Failed to load resource.* 403 /);
    await signInOnlyAdministrator(server, context);
    const theirs = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const john = await signInAs(server, theirs.context(), 'viewer');
    await theirs.goto('/admin');
    await expect(theirs.getByRole('link', { name: 'Export' }), 'a viewer may not export').toHaveCount(0);
    const row = await openStaffRow(page, john.name);
    await expect(row.getByRole('button', { name: 'Change role to viewer' }), 'already a viewer').toHaveCount(0);
    await row.getByRole('button', { name: 'Change role to reviewer' }).click();
    await expect(page.getByRole('status')).toHaveText('Role changed. The account’s sessions were ended.');
    await expect(row.locator('td').first()).toHaveText('reviewer');
    await theirs.reload();
    await expect(theirs).toHaveURL(/sign-in\?notice=ended/);
    await submitPassword(theirs, john.name);
    await submitCode(theirs, john);
    await expect(theirs.locator('.admin-account')).toContainText(`${john.name} · reviewer`);
    await expect(theirs.getByRole('link', { name: 'Export' })).toBeVisible();
    await theirs.goto('/admin/staff');
    await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Your role does not allow that');
  });

  test('reviewer reset: only the enrolment link signs in, once', async ({ page, context, server, newDevice, javaScriptEnabled }) => {
    const script = { javaScriptEnabled: javaScriptEnabled ?? true };
    await signInOnlyAdministrator(server, context);
    const theirs = await newDevice(script);
    const john = await signInAs(server, theirs.context(), 'reviewer');
    await theirs.goto('/admin');
    const row = await openStaffRow(page, john.name);
    await pressTwice(row, 'Reset and create invite link');
    const link = await page.locator('#enrol-link').innerText();
    await expect(row).toContainText('Invited');
    await page.reload();
    await expect(page.locator('#enrol-link'), 'shown once').toHaveCount(0);

    await theirs.reload();
    await expect(theirs).toHaveURL(/sign-in\?notice=ended/);
    await theirs.locator('#name').fill(john.name);
    await theirs.locator('#password').fill(PASSWORD);
    await theirs.locator('main form .button').first().click();
    await expect(theirs.getByRole('alert'), 'the password is reset').toContainText('do not match');
    const secret = await enrol(server, theirs, link);
    expect(secret, 'another app').not.toBe(john.secret);
    await expect(theirs.locator('.admin-account')).toContainText(`${john.name} · reviewer`);
    await page.reload();
    await expect(row).toContainText('Active');

    const late = await newDevice(script);
    await late.goto(link);
    await expect(late.getByRole('status')).toContainText('This link was already used or has expired');
  });
});

test.describe('staff page with JavaScript', { tag: '@desktop' }, () => {
  test('change form and enrolment link: no layout faults', async ({ page, context, server, newDevice }) => {
    await signInOnlyAdministrator(server, context);
    const theirs = await newDevice();
    const john = await signInAs(server, theirs.context(), 'reviewer');
    const row = await openStaffRow(page, john.name);
    await expect(row.getByText('End all sessions').first()).toBeVisible();
    expect(await layoutFaults(page), 'changes').toEqual([]);
    await pressTwice(row, 'Reset and create invite link');
    await expect(page.locator('#enrol-link')).toBeVisible();
    expect(await layoutFaults(page), 'the link').toEqual([]);
  });
});
