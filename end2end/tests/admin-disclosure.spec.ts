// Disclosure: a field revealed for a reason, a decision overridden by two reviewers, and the evidence of both. With
// and without JavaScript.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { signInAs, submitCode, submitPassword } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';
import { freezeClock } from '../support/open-status-page';

/** Opens the newest case. Returns its reference. */
async function openNewestCase(admin: Page): Promise<string> {
  await admin.goto('/admin?sort=age');
  await admin.locator('.cases tbody th a').first().click();
  return admin.locator('h1 .code').innerText();
}

test.describe('disclosure', { tag: ['@desktop', '@no-js'] }, () => {
  test('field revealed with a reason: value in no address', async ({ context, server, applicant }) => {
    const { email } = applicant.person;
    await applicant.apply();
    await signInAs(server, context, 'reviewer');
    const admin = await context.newPage();
    const requests: string[] = [];
    admin.on('request', (request) => requests.push(request.url()));
    const reference = await openNewestCase(admin);
    await expect(admin.locator('main')).not.toContainText(email);
    await admin.getByText('Show in full').click();
    await admin.getByRole('group', { name: 'What to show' }).getByRole('button', { name: 'Email address' }).click();
    await expect(admin.getByRole('alert')).toContainText('Enter a reason');
    await expect(admin.getByLabel('Reason for viewing')).toBeVisible();
    await admin.getByLabel('Reason for viewing').fill('they rang about their address');
    await admin.getByRole('group', { name: 'What to show' }).getByRole('button', { name: 'Email address' }).click();
    await expect(admin.locator('.revealed')).toContainText(email);
    await expect(admin.locator('.revealed')).toContainText('UTC');
    await expect(admin).toHaveURL(new RegExp(`/admin/case/${reference}`));
    await expect(admin.locator('.trail')).toContainText('Personal data shown');
    const who = encodeURIComponent(email);
    expect(requests.filter((url) => url.includes(email) || url.includes(who) || url.includes('rang'))).toEqual([]);
    expect(await admin.title()).not.toContain(email);
  });

  test('decision overridden by two reviewers: applicant still sees the provider decision', async ({ context, server, applicant, newDevice }) => {
    // An account confirms nothing within its first day.
    const other = await newDevice({ baseURL: server.url });
    const second = await signInAs(server, other.context(), 'administrator');
    server.advanceClock(24 * 3_600);
    await applicant.apply();
    await applicant.expectPage('approved');
    const headingBefore = await applicant.page.getByRole('heading', { level: 1 }).innerText();
    await signInAs(server, context, 'reviewer');
    const admin = await context.newPage();
    const reference = await openNewestCase(admin);
    await admin.getByText('Request an override').click();
    await admin.getByLabel('Reason for the override').fill('the passport is a forgery');
    await admin.getByRole('button', { name: 'Should be denied' }).click();
    await expect(admin.locator('.wanted')).toContainText('Waiting for a second reviewer');
    await expect(admin.getByRole('button', { name: 'Confirm' })).toHaveCount(0);

    await submitPassword(other, second.name);
    await submitCode(other, second);
    await other.goto(`/admin/case/${reference}`);
    await other.getByLabel('Reason for your answer').fill('I saw it, too');
    await other.getByRole('button', { name: 'Confirm' }).click();
    await expect(other.locator('.wanted')).toContainText('Confirmed by a second reviewer');
    await expect(other.locator('.case-marks')).toContainText('Approved');
    await applicant.page.reload();
    await expect(applicant.page.getByRole('heading', { level: 1 })).toHaveText(headingBefore);
  });

  test('evidence exported: JSON file and printable page', async ({ context, server, applicant }) => {
    const { email, family } = applicant.person;
    await applicant.apply();
    await signInAs(server, context, 'reviewer');
    const admin = await context.newPage();
    const reference = await openNewestCase(admin);
    const coming = admin.waitForEvent('download');
    await admin.getByRole('link', { name: 'Download JSON' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe(`evidence-${reference}.json`);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).not.toContain(email);
    expect(text).not.toContain(family);
    expect(JSON.parse(text)).toMatchObject({ schema: 'vestibule.evidence/2', proof: { verified: { whole: true } } });
    await admin.getByRole('link', { name: 'Printable version' }).click();
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Evidence of case ${reference}`);
    await expect(admin.locator('.verdict')).toContainText('Intact');
    await admin.emulateMedia({ media: 'print' });
    await expect(admin.locator('.admin-bar')).toBeHidden();
    await expect(admin.locator('.off-paper').first()).toBeHidden();
    await expect(admin.locator('.evidence tbody').last()).toContainText('Submitted');
    const wide = await admin.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, 'nothing runs off the paper').toBeLessThanOrEqual(0);
  });
});

test.describe('disclosure with JavaScript', { tag: '@desktop' }, () => {
  test('case and evidence pages: no layout faults', async ({ context, server, applicant }) => {
    await applicant.apply();
    await signInAs(server, context, 'administrator');
    const admin = await context.newPage();
    const reference = await openNewestCase(admin);
    await admin.getByText('Show in full').click();
    await admin.getByLabel('Reason for viewing').fill('they rang about their address');
    await admin.getByRole('button', { name: 'Address', exact: true }).click();
    await expect(admin.locator('.revealed')).toHaveCount(1);
    await admin.getByText('Show in full').click();
    await admin.getByText('Request an override').click();
    expect(await layoutFaults(admin), 'the case').toEqual([]);
    await admin.goto(`/admin/case/${reference}/evidence`);
    expect(await layoutFaults(admin), 'the evidence').toEqual([]);
  });

  test('reveal time over: field masked again without a reload', async ({ context, server, applicant }) => {
    const { email } = applicant.person;
    await applicant.apply();
    await signInAs(server, context, 'reviewer');
    const admin = await context.newPage();
    await admin.clock.install();
    await openNewestCase(admin);
    await admin.getByText('Show in full').click();
    await admin.getByLabel('Reason for viewing').fill('they rang about their address');
    await freezeClock(admin); // independent of how long the test takes
    await admin.getByRole('button', { name: 'Email address' }).click();
    await expect(admin.locator('.revealed')).toContainText(email);
    await admin.clock.runFor(290_000);
    await expect(admin.locator('.revealed')).toContainText(email);
    await admin.clock.runFor(12_000);
    await expect(admin.locator('main')).not.toContainText(email);
    await expect(admin.locator('.panel .masked').first()).toContainText('…');
  });
});
