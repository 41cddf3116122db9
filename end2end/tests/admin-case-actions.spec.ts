// Actions on a case: poll the provider now, release a parked case, assign it, reject an override request. With and
// without JavaScript.
import type { Page } from '@playwright/test';
import { claimCase, signInAs, type StaffMember } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';
import type { Applicant } from '../support/applicant';
import { MANUAL_REVIEW } from '../support/people';
import type { Sandbox } from '../support/sandbox';
import type { Server } from '../support/server';
import type { PageErrors } from '../support/page-errors';

/** Leaves the applicant's status page, so that only the admin polls the provider from here on. Returns the
 *  reference. */
async function leaveStatusPage({ page }: Applicant): Promise<string> {
  const reference = await page.locator('.reference strong').innerText();
  await page.goto('about:blank');
  return reference;
}

/** Opens a case as a reviewer. */
async function openCaseAsReviewer(admin: Page, server: Server, reference: string): Promise<StaffMember> {
  const who = await signInAs(server, admin.context(), 'reviewer');
  await admin.goto(`/admin/case/${reference}`);
  return who;
}

/** Applies while the provider rejects our credentials, then clears that fault. Returns the reference. */
async function parkApplication(applicant: Applicant, sandbox: Sandbox, pageErrors: PageErrors): Promise<string> {
  pageErrors.expect(/ERROR .*(the provider rejects our credentials|an application needs the operator)/);
  await applicant.injectStartFault({ error: 403 }, 10);
  await applicant.apply();
  await applicant.expectPage('noAccess');
  const reference = await leaveStatusPage(applicant);
  await sandbox.clearFaults();
  return reference;
}

const marks = (admin: Page) => admin.locator('.case-marks');
const auditEvent = (admin: Page, what: string) => admin.locator('.trail > li').filter({ hasText: what });

test.describe('case action', { tag: ['@desktop', '@no-js'] }, () => {
  test('provider polled on demand: case shows the new decision', async ({ server, applicant, sandbox, newDevice, javaScriptEnabled }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await applicant.expectPage('manual');
    const reference = await leaveStatusPage(applicant);
    const admin = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const { name } = await openCaseAsReviewer(admin, server, reference);
    await sandbox.decide(applicant.person.email, 'denied');
    await admin.reload();
    await expect(marks(admin), 'not polled yet').toContainText('Manual review');
    await admin.getByRole('button', { name: 'Refresh now' }).click();
    await expect(admin.getByRole('status').first()).toContainText('Status requested from the verification provider');
    // The server polls at most every five seconds.
    await expect(async () => {
      sandbox.makePollsDue(6);
      await admin.reload();
      await expect(marks(admin)).toContainText('Decision: Denied', { timeout: 500 });
    }).toPass({ intervals: [500], timeout: 60_000 });
    await expect(auditEvent(admin, 'Requested a status refresh').first()).toContainText(name);
    await expect(auditEvent(admin, 'Provider response').last().locator('.moved')).toContainText(/Manual review.*Denied/);
    await expect(admin.getByRole('button', { name: 'Refresh now' }), 'no poll after the decision').toHaveCount(0);
    await applicant.page.goto('/status');
    await applicant.expectPage('denied');
  });

  test('parked case released with a reason: application continues', async ({ server, applicant, sandbox, newDevice, pageErrors, javaScriptEnabled }) => {
    const reference = await parkApplication(applicant, sandbox, pageErrors);
    const admin = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const { name } = await openCaseAsReviewer(admin, server, reference);
    await expect(marks(admin)).toContainText('Parked');
    await expect(admin.locator('.case-facts')).toContainText('the verification provider rejects our credentials');
    const panel = admin.getByRole('region', { name: 'Release' });
    await panel.getByLabel('Provider ID, if known').fill('two words');
    await panel.getByRole('button', { name: 'Release the case' }).click();
    await expect(admin).toHaveTitle(/^Error: /);
    await expect(admin.getByRole('alert')).toContainText('Enter a reason of 5 to 500 characters');
    await expect(panel.getByLabel('Provider ID, if known'), 'what was typed is kept').toHaveValue('two words');
    await panel.getByLabel('Provider ID, if known').fill('');
    await panel.getByRole('button', { name: 'Release the case' }).click();
    await admin.getByRole('alert').getByRole('link', { name: 'Enter a reason of 5 to 500 characters' }).click();
    await expect(panel.getByLabel('Reason')).toBeFocused();
    await expect(marks(admin), 'nothing was done').toContainText('Parked');
    await expect(auditEvent(admin, 'Released')).toHaveCount(0);

    await panel.getByLabel('Reason').fill('The credentials are mended');
    await panel.getByRole('button', { name: 'Release the case' }).click();
    await expect(admin.getByRole('status').first()).toContainText('Case released.');
    await expect(auditEvent(admin, 'Released')).toContainText(name);
    await expect(auditEvent(admin, 'Released').locator('.written')).toHaveText('The credentials are mended');
    await expect(async () => {
      await admin.reload();
      await expect(marks(admin)).toContainText('Decision: Approved', { timeout: 500 });
    }).toPass({ intervals: [250], timeout: 60_000 });
    expect(await sandbox.inquiries(applicant.person.email), 'one inquiry').toHaveLength(1);
    await applicant.page.goto('/status');
    await applicant.expectPage('approved');
    await expect(applicant.page.locator('body')).not.toContainText('credentials');
  });

  test('case assigned to another reviewer: listed under their own cases', async ({ server, applicant, newDevice, javaScriptEnabled }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await applicant.expectPage('manual');
    const reference = await leaveStatusPage(applicant);
    const theirs = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const john = await signInAs(server, theirs.context(), 'reviewer');
    const admin = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const jane = await openCaseAsReviewer(admin, server, reference);
    await claimCase(admin);
    await expect(auditEvent(admin, 'Assigned').last()).toContainText(jane.name);
    await theirs.goto('/admin?whose=me');
    await expect(theirs.locator('.cases tbody tr')).toHaveCount(0);

    await expect(admin.getByLabel('Assign to')).toHaveValue(/./);
    await admin.getByLabel('Assign to').selectOption(john.name);
    await admin.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(auditEvent(admin, 'Assigned').last()).toContainText(`${jane.name} → ${john.name}`);
    await expect(admin.getByRole('status').first()).toContainText(`Assigned to ${john.name}.`);
    await expect(auditEvent(admin, 'Assigned').last().locator('.trail-who')).toContainText(jane.name);
    await expect(admin.locator('.case-facts')).toContainText(john.name);
    await theirs.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Mine/ }).click();
    await expect(theirs.locator('.views [aria-current=page]')).toHaveText(/^Mine 1$/);
    const row = theirs.locator('.cases tbody tr');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(john.name);
    await row.getByRole('link', { name: reference }).click();
    await theirs.getByRole('button', { name: 'Unassign' }).click();
    await expect(auditEvent(theirs, 'Assigned').last()).toContainText(`${john.name} → Unassigned`);
  });

  test('override request rejected by a second reviewer: can be requested again', async ({ server, applicant, newDevice, javaScriptEnabled }) => {
    await applicant.apply();
    await applicant.expectPage('approved');
    const reference = await leaveStatusPage(applicant);
    const admin = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const jane = await openCaseAsReviewer(admin, server, reference);
    await admin.getByText('Request an override').click();
    await admin.getByLabel('Reason for the override').fill('the passport is a forgery');
    await admin.getByRole('button', { name: 'Should be denied' }).click();
    await expect(marks(admin)).toContainText('Override requested');

    const other = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const john = await openCaseAsReviewer(other, server, reference);
    await other.getByRole('button', { name: 'Reject' }).click();
    await other.getByRole('alert').getByRole('link', { name: 'Enter a reason of 5 to 500 characters' }).click();
    await expect(other.getByLabel('Reason for your answer')).toBeFocused();
    await expect(other.locator('.wanted')).toContainText('Waiting for a second reviewer');
    await other.getByLabel('Reason for your answer').fill('the watermark is there');
    await other.getByRole('button', { name: 'Reject' }).click();
    const wanted = other.locator('.wanted > li');
    await expect(wanted).toContainText('Rejected by a second reviewer');
    await expect(wanted.locator('.wanted-who')).toContainText([jane.name, john.name]);
    await expect(wanted.locator('.written')).toHaveText(['the passport is a forgery', 'the watermark is there']);
    await expect(auditEvent(other, 'Override rejected')).toContainText(john.name);
    await expect(marks(other)).not.toContainText('Override');
    await expect(marks(other)).toContainText('Decision: Approved');
    await admin.reload();
    await admin.getByText('Request an override').click();
    await expect(admin.getByRole('button', { name: 'Should be denied' })).toBeVisible();
  });
});

test.describe('case action with JavaScript', { tag: '@desktop' }, () => {
  test('change by another reviewer: a link shows it, and typed text stays', async ({ server, applicant, newDevice }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await applicant.expectPage('manual');
    const reference = await leaveStatusPage(applicant);
    const [one, other] = [await newDevice(), await newDevice()];
    await openCaseAsReviewer(one, server, reference);
    await one.locator('#note').fill('Half a note');
    await openCaseAsReviewer(other, server, reference);
    await other.locator('#note').fill('Called them');
    await other.getByRole('button', { name: 'Add the note' }).click();
    await one.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const news = one.getByRole('link', { name: 'This case has changed. Show what’s new' });
    await expect(news).toBeVisible();
    await expect(one.locator('#note')).toHaveValue('Half a note');
    await news.click();
    await expect(one.locator('.changed li')).toContainText('Internal note');
  });

  test('parked and released case: no layout faults', async ({ server, applicant, sandbox, newDevice, pageErrors }) => {
    const reference = await parkApplication(applicant, sandbox, pageErrors);
    const admin = await newDevice();
    await openCaseAsReviewer(admin, server, reference);
    await expect(admin.getByRole('region', { name: 'Release' })).toBeVisible();
    expect(await layoutFaults(admin), 'parked').toEqual([]);
    await admin.getByRole('button', { name: 'Release the case' }).click();
    await expect(admin.getByRole('alert')).toBeVisible();
    expect(await layoutFaults(admin), 'without a reason').toEqual([]);
    await admin.getByRole('region', { name: 'Release' }).getByLabel('Reason').fill('The credentials are mended');
    await admin.getByRole('button', { name: 'Release the case' }).click();
    await expect(auditEvent(admin, 'Released')).toHaveCount(1);
    expect(await layoutFaults(admin), 'let go on').toEqual([]);
  });
});
