// Every outcome once, from the first page to the last, in each provider dialect.
import type { Applicant } from '../support/applicant';
import { expect, test, type Dialect } from '../support/fixtures';
import { BORN, MANUAL_REVIEW } from '../support/people';
import type { Sandbox } from '../support/sandbox';

/** Dialect C opens the account some time after the approval; the page says so meanwhile. */
async function expectApproved(dialect: Dialect, applicant: Applicant, sandbox: Sandbox): Promise<void> {
  if (dialect === 'c') {
    await applicant.waitForPage('provisioning');
    await expect(applicant.page.getByText('firms/')).toHaveCount(0);
    await sandbox.openAccounts();
  }
  await applicant.waitForPage('approved');
  await expect(applicant.page.getByText(/firms\/ISV-Sandbox\/accounts\//)).toBeVisible();
}

/** First page after an approval, for a page that is checked by its button. */
const FIRST_PAGE = { a: 'approved', b: 'approved', c: 'provisioning' } as const;

const CAMEL = {
  firstName: 'Jane',
  lastName: 'Doe',
  dateOfBirth: '1990-03-27',
  phoneNumber: '+12125552368',
  ssn: '***-**-6789',
  address: { addressLine1: '350 Fifth Avenue', city: 'New York', state: 'NY', postalCode: '10118', country: 'US' },
};
const SNAKE = {
  first_name: 'Jane',
  last_name: 'Doe',
  date_of_birth: '1990-03-27',
  phone_number: '+12125552368',
  docv_eligible: true,
  address: { address_line_1: '350 Fifth Avenue', city: 'New York', state: 'NY', postal_code: '10118', country: 'US' },
};

test.describe('outcomes', { tag: ['@desktop', '@dialects'] }, () => {
  test('approved at once: participant and account ids shown', async ({ applicant, dialect, page, sandbox }) => {
    await applicant.applyThroughEveryPage();
    await expectApproved(dialect, applicant, sandbox);
    const { userId, externalId } = await sandbox.inquiry(applicant.person.email);
    expect(externalId === userId, 'whose id it is').toBe(dialect !== 'a');
    await expect(page.getByText(`firms/ISV-Participant-Sandbox/users/${userId}`)).toBeVisible();
    const [start] = await sandbox.starts(applicant.person.email);
    expect(start?.body).toMatchObject(dialect === 'c' ? SNAKE : CAMEL);
  });

  for (const [by, who] of [
    ['date of birth', { born: BORN.denied }],
    ['email address', { email: 'reject@example.com' }],
  ] as const) {
    test(`denied at once by ${by}: contact shown`, async ({ applicant, page }) => {
      await applicant.withDetails(who).apply();
      await applicant.expectPage('denied');
      await expect(page.getByRole('main')).toContainText('support@example.com');
    });
  }

  test('manual review: approved', async ({ applicant, dialect, sandbox }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await applicant.expectPage('manual');
    await sandbox.decide(applicant.person.email, 'approved');
    await applicant.checkAgainUntil(FIRST_PAGE[dialect]);
    await expectApproved(dialect, applicant, sandbox);
  });

  for (const [born, after] of [
    ['documentsApproved', 'approved'],
    ['documentsDenied', 'denied'],
    ['documentsManual', 'manual'],
  ] as const) {
    test(`documents: ${after}`, async ({ applicant, dialect, sandbox }) => {
      await applicant.withDetails({ born: BORN[born] }).apply();
      await applicant.expectPage('documents');
      await sandbox.submitDocuments(applicant.person.email);
      await applicant.waitForPage('underReview');
      const { email } = applicant.person;
      const { statusCalls } = await sandbox.inquiry(email);
      await sandbox.finishReview();
      if (after === 'approved') await expectApproved(dialect, applicant, sandbox);
      else if (after === 'manual' && dialect === 'b') {
        // Dialect B has one status for documents and manual review. A repeated status after the review means a manual
        // review.
        const polls = async () => (await sandbox.inquiry(email)).statusCalls;
        await expect.poll(polls, { timeout: 60_000, intervals: [250] }).toBeGreaterThan(statusCalls);
        await applicant.expectPage('underReview');
        await sandbox.decide(email, 'approved');
        await applicant.checkAgainUntil('approved');
      } else await applicant.waitForPage(after);
    });
  }

  test('capture link lost: restored by a poll, or by entering the SSN again', async ({
    applicant,
    dialect,
    page,
    sandbox,
  }) => {
    await applicant.withDetails({ born: BORN.documentsTwice }).injectStartFault('unknown-decision'); // the first response lacks its link
    await applicant.apply();
    if (dialect !== 'c') {
      await applicant.expectPage('resubmit');
      await expect(page.getByText('You can get a new link 2 more times.')).toBeVisible();
      await applicant.requestNewLink();
    }
    await applicant.expectPage('documents');
    await expect(page).toHaveURL(/\/status$/);
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(dialect === 'c' ? 1 : 2);
    expect(await sandbox.inquiries(applicant.person.email), 'it stays one inquiry').toHaveLength(1);
  });

  test('unusable documents: a new link, approved after resubmission', async ({ applicant, dialect, page, sandbox }) => {
    await applicant.withDetails({ born: BORN.documentsTwice }).apply();
    const { email } = applicant.person;
    await applicant.expectPage('documents');
    const first = await page.locator('#link').textContent();
    await sandbox.submitDocuments(email);
    await applicant.waitForPage('underReview');
    await sandbox.finishReview();
    await applicant.waitForPage('resubmit');
    await applicant.requestNewLink();
    await applicant.expectPage('documents');
    await expect(page.locator('#link')).not.toHaveText(first ?? '');
    await sandbox.submitDocuments(email);
    await sandbox.decide(email, 'approved');
    await expectApproved(dialect, applicant, sandbox);
    expect(await sandbox.inquiries(email), 'it stays one inquiry').toHaveLength(1);
  });

  test('documents requested again by the provider: a new link', async ({ applicant, sandbox }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await applicant.expectPage('manual');
    await sandbox.decide(applicant.person.email, 'resubmit');
    await applicant.waitForPage('resubmit');
    await applicant.requestNewLink();
    await applicant.expectPage('documents');
  });

  test('unpublished decision: still processing, never approved', async ({ applicant, dialect, sandbox }) => {
    await sandbox.fault('start', 'unknown-decision');
    await sandbox.fault('status', 'unknown-decision');
    await applicant.apply();
    await applicant.expectPage('processing');
    await sandbox.clearFaults();
    await applicant.checkAgainUntil(FIRST_PAGE[dialect]);
    await expectApproved(dialect, applicant, sandbox);
  });

  test('approved without ids: confirmed first, ids shown when they arrive', async ({ applicant, dialect, page, sandbox }) => {
    await sandbox.fault('start', 'approved-without-ids');
    await sandbox.fault('status', 'approved-without-ids');
    await applicant.apply();
    await applicant.expectPage('provisioning');
    await expect(page.getByText('firms/')).toHaveCount(0);
    await sandbox.clearFaults();
    await expectApproved(dialect, applicant, sandbox);
  });
});
