// A case in the admin: open, act, go to the next case. With and without JavaScript.
import type { Page } from '@playwright/test';
import { startApplications } from '../support/bulk-applications';
import { signInAs, pressKey, listedReferences } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';
import { MANUAL_REVIEW } from '../support/people';
import type { Server } from '../support/server';

/** Opens the case of the application on page `applied`, as a reviewer. */
async function openCaseAsReviewer(admin: Page, server: Server, applied: Page): Promise<Page> {
  const reference = await applied.locator('.reference strong').innerText();
  await signInAs(server, admin.context(), 'reviewer');
  await admin.goto(`/admin/case/${reference}`);
  return admin;
}

test.describe('case', { tag: ['@desktop', '@no-js'] }, () => {
  test('opened from the list: shows the trail and returns to the list', async ({ page: admin, context, server, applicant }) => {
    await applicant.apply();
    await signInAs(server, context, 'viewer');
    await admin.goto('/admin?sort=age');
    const row = admin.locator('.cases tbody tr').first();
    const reference = await row.locator('th').innerText();
    await row.locator('th a').click();
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await expect(admin.locator('.trail > li').first()).toContainText('Opened');
    await expect(admin.locator('.moved').first()).toBeVisible();
    const answers = admin.locator('.trail-answers').first();
    await answers.locator('summary').click();
    await expect(answers.locator('dd').first()).toContainText('…');
    await admin.getByRole('link', { name: 'Back to the list' }).click();
    await expect(admin).toHaveURL(/\/admin\?sort=age$/);
  });

  test('note and message added: applicant reads the message only', async ({ page, server, applicant, newDevice, javaScriptEnabled }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await applicant.expectPage('manual');
    const admin = await openCaseAsReviewer(await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true }), server, page);
    await admin.getByRole('button', { name: 'Assign to me' }).click();
    await expect(admin.getByRole('status').first()).toContainText('Assigned to reviewer.');
    await admin.getByLabel('Note for your team').fill('Seems to have moved\nlast month');
    await admin.getByRole('button', { name: 'Add the note' }).click();
    await expect(admin.locator('.written')).toHaveText(/Seems to have moved\s+last month/);
    await admin.getByRole('button', { name: 'Send the message' }).click();
    await expect(admin.getByRole('link', { name: 'Enter a message' })).toBeVisible();
    await admin.getByLabel('What the applicant reads').fill('Please have a <passport> ready.');
    await admin.getByRole('button', { name: 'Send the message' }).click();
    await expect(admin.locator('.trail > li').last()).toContainText('Message to the applicant');
    // With JavaScript the page reloads itself, and a second navigation would interrupt that.
    if (javaScriptEnabled === false) await page.goto('/status');
    await expect(page.locator('.message')).toHaveText('Please have a <passport> ready.');
    await expect(page.locator('body')).not.toContainText('Seems to have moved');
  });

  test('changed by another reviewer: second action rejected with the reason', async ({ page, server, applicant, newDevice, javaScriptEnabled }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    const first = await openCaseAsReviewer(await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true }), server, page);
    const second = await openCaseAsReviewer(await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true }), server, page);
    await first.locator('#invite-reason').fill('Corner is missing');
    await first.getByRole('button', { name: 'Request documents' }).click();
    await expect(first.locator('.case-marks')).toContainText('Resubmission requested');
    await second.getByLabel('What the applicant reads').fill('I would wait');
    await second.getByRole('button', { name: 'Send the message' }).click();
    await expect(second.getByRole('alert')).toContainText('Nothing was saved');
    await expect(second.locator('.changed li')).toContainText('Requested new documents');
    await expect(second.locator('.trail .is-new')).toContainText('Corner is missing');
    await expect(second.getByLabel('What the applicant reads')).toHaveValue('I would wait');
    // With JavaScript the page changes by itself.
    if (javaScriptEnabled === false) await page.goto('/status');
    await applicant.waitForPage('resubmit');
  });
});

test.describe('case with JavaScript', { tag: '@desktop' }, () => {
  test('case page: no layout faults', async ({ page: admin, context, server, applicant }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    const reference = await admin.locator('.reference strong').innerText();
    await signInAs(server, context, 'reviewer');
    await admin.goto(`/admin/case/${reference}?notice=case-moved&since=9`);
    for (const details of await admin.locator('.trail-answers summary').all()) await details.click();
    expect(await layoutFaults(admin)).toEqual([]);
  });

  test('keyboard shortcuts: open the next case, the previous case and the list', async ({ page: admin, context, server, applicant }) => {
    await applicant.apply();
    await startApplications(server, 1);
    await signInAs(server, context, 'viewer');
    await admin.goto('/admin?sort=age');
    const [first = '', second = ''] = await listedReferences(admin);
    await pressKey(admin, 'n');
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Case ${first}`);
    await pressKey(admin, 'j');
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Case ${second}`);
    await pressKey(admin, 'k');
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Case ${first}`);
    await pressKey(admin, 'u');
    await expect(admin).toHaveURL(/\/admin\?sort=age$/);
  });

  test('message sent: open status page shows it at once', async ({ page, server, applicant, newDevice }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await applicant.expectPage('manual');
    const admin = await openCaseAsReviewer(await newDevice(), server, page);
    await page.bringToFront();
    await admin.getByLabel('What the applicant reads').fill('Please call us.');
    await admin.getByRole('button', { name: 'Send the message' }).click();
    await expect(page.locator('.message')).toHaveText('Please call us.');
  });
});
