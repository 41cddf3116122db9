// The demonstration of the README as `make run` starts it, with and without JavaScript. The test shortens the review of the
// documents after the page has shown it. It lets the time until the next update pass at once.
import { expect, test } from '../support/fixtures';
import type { Applicant } from '../support/applicant';
import { BORN, MANUAL_REVIEW } from '../support/people';

// The defaults of the server and its sandbox, which support/server.ts changes for the other tests.
test.use({ settings: { KYC_ATTEMPTS: '5', KYC_PREFILL: 'off', VESTIBULE_SANDBOX_REVIEW_SECONDS: '20' } });

/** Lets the time until the next update pass. Without JavaScript, reloads the page as its refresh would. */
async function expectNextPage(applicant: Applicant, script: boolean, heading: 'underReview' | 'resubmit' | 'approved'): Promise<void> {
  applicant.sandbox.makePollsDue();
  if (!script) {
    await expect(applicant.page.locator('meta[http-equiv=refresh]')).toHaveCount(1);
    await applicant.page.reload();
  }
  await applicant.expectPage(heading);
}

test.describe('demonstration of the README', { tag: ['@desktop', '@no-js'] }, () => {
  test('documents, documents once more, then approved', async ({ applicant, javaScriptEnabled, newDevice, sandbox }) => {
    const script = javaScriptEnabled ?? true;
    const phone = await newDevice({ javaScriptEnabled: script });
    await applicant.withDetails({ born: BORN.documentsTwice }).applyThroughEveryPage();
    for (const next of ['resubmit', 'approved'] as const) {
      await applicant.expectPage('documents');
      await applicant.uploadPhotos(phone, await applicant.captureUrl());
      await expectNextPage(applicant, script, 'underReview');
      await sandbox.advance(20);
      await expectNextPage(applicant, script, next);
      if (next === 'resubmit') await applicant.requestNewLink();
    }
    await expect(applicant.page.getByText(/firms\/ISV-Sandbox\/accounts\//)).toBeVisible();
  });

  test('capture link used, review seen by no poll: a new link by one link and the SSN', async ({ applicant, page, sandbox }) => {
    await applicant.withDetails({ born: BORN.documentsTwice }).apply();
    await applicant.expectPage('documents');
    const first = await applicant.captureUrl();
    await sandbox.submitDocuments(applicant.person.email);
    await sandbox.advance(20);
    await applicant.requestNewLink('brokenLink');
    await applicant.expectPage('documents');
    expect(await applicant.captureUrl()).not.toBe(first);
    await expect(page.locator('#link')).not.toHaveText(first);
    expect(await sandbox.inquiries(applicant.person.email), 'it stays one inquiry').toHaveLength(1);
  });
});

test.describe('without JavaScript', { tag: '@no-js' }, () => {
  test('reloads: only while the state may change within minutes, and until stopped', async ({ applicant, page }) => {
    const refresh = page.locator('meta[http-equiv=refresh]');
    await applicant.withDetails({ born: BORN.documentsTwice }).apply();
    await applicant.expectPage('documents');
    await expect(refresh).toHaveCount(1);
    await page.getByRole('link', { name: 'Stop refreshing', exact: true }).click();
    await applicant.expectPage('documents');
    await expect(refresh).toHaveCount(0);
    await applicant.button('checkNow').click();
    await applicant.expectPage('documents');
    await expect(refresh).toHaveCount(0);
    await page.getByRole('link', { name: 'Refresh automatically', exact: true }).click();
    await applicant.expectPage('documents');
    await expect(refresh).toHaveCount(1);
  });

  test('manual review: never reloads', async ({ applicant, page }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await applicant.expectPage('manual');
    await expect(page.locator('meta[http-equiv=refresh]')).toHaveCount(0);
    await expect(page.getByText('every 15 seconds')).toHaveCount(0);
  });
});
