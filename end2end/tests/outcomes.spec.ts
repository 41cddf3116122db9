// Every outcome once, from the first page to the last, in each dialect of the upstream.
import type { Applicant } from '../support/applicant';
import { expect, test, type Dialect } from '../support/fixtures';
import { BORN, BY_HAND } from '../support/people';
import type { Sandbox } from '../support/sandbox';

/** In C the account is opened a while after the approval, and the page says so meanwhile. */
async function isApproved(dialect: Dialect, applicant: Applicant, sandbox: Sandbox): Promise<void> {
  if (dialect === 'c') {
    await applicant.comesTo('provisioning');
    await expect(applicant.page.getByText('firms/')).toHaveCount(0);
    await sandbox.openAccounts();
  }
  await applicant.comesTo('approved');
  await expect(applicant.page.getByText(/firms\/ISV-Sandbox\/accounts\//)).toBeVisible();
}

/** What a page without news of its own comes to first when an approval is there. */
const FIRST_SIGN = { a: 'approved', b: 'approved', c: 'provisioning' } as const;

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
  test('approved at once, with the ids of participant and account', async ({ applicant, dialect, page, sandbox }) => {
    await applicant.walks();
    await isApproved(dialect, applicant, sandbox);
    const { userId, externalId } = await sandbox.inquiry(applicant.person.email);
    expect(externalId === userId, 'whose id it is').toBe(dialect !== 'a');
    await expect(page.getByText(`firms/ISV-Participant-Sandbox/users/${userId}`)).toBeVisible();
    const [start] = await sandbox.starts(applicant.person.email);
    expect(start?.body).toMatchObject(dialect === 'c' ? SNAKE : CAMEL);
  });

  for (const [by, who] of [
    ['date of birth', { born: BORN.denied }],
    ['address of mail', { email: 'reject@example.com' }],
  ] as const) {
    test(`denied at once, by ${by}`, async ({ applicant, page }) => {
      await applicant.is(who).applies();
      await applicant.sees('denied');
      await expect(page.getByRole('main')).toContainText('support@example.com');
    });
  }

  test('manual review, then approved', async ({ applicant, dialect, sandbox }) => {
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    await sandbox.decide(applicant.person.email, 'approved');
    await applicant.asksUntil(FIRST_SIGN[dialect]);
    await isApproved(dialect, applicant, sandbox);
  });

  for (const [born, after] of [
    ['documentsApproved', 'approved'],
    ['documentsDenied', 'denied'],
    ['documentsManual', 'manual'],
  ] as const) {
    test(`documents, then ${after}`, async ({ applicant, dialect, sandbox }) => {
      await applicant.is({ born: BORN[born] }).applies();
      await applicant.sees('documents');
      await sandbox.handIn(applicant.person.email);
      await applicant.comesTo('underReview');
      const { email } = applicant.person;
      const { statusCalls } = await sandbox.inquiry(email);
      await sandbox.endReview();
      if (after === 'approved') await isApproved(dialect, applicant, sandbox);
      else if (after === 'manual' && dialect === 'b') {
        // B has one word for pictures and for cases that are looked at: once it was said again, a person decides.
        const asked = async () => (await sandbox.inquiry(email)).statusCalls;
        await expect.poll(asked, { timeout: 60_000, intervals: [250] }).toBeGreaterThan(statusCalls);
        await applicant.sees('underReview');
        await sandbox.decide(email, 'approved');
        await applicant.asksUntil('approved');
      } else await applicant.comesTo(after);
    });
  }

  test('a link that was lost: back with status, or for the number entered again', async ({
    applicant,
    dialect,
    page,
    sandbox,
  }) => {
    await applicant.is({ born: BORN.documentsTwice }).meets('unknown-decision'); // the link of the first answer is lost
    await applicant.applies();
    if (dialect !== 'c') {
      await applicant.sees('resubmit');
      await expect(page.getByText('You can get a new link 2 more times.')).toBeVisible();
      await applicant.renews();
    }
    await applicant.sees('documents');
    await expect(page).toHaveURL(/\/status$/);
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(dialect === 'c' ? 1 : 2);
    expect(await sandbox.inquiries(applicant.person.email), 'it stays one inquiry').toHaveLength(1);
  });

  test('pictures that cannot be used: a new link, and approved in the end', async ({ applicant, dialect, page, sandbox }) => {
    await applicant.is({ born: BORN.documentsTwice }).applies();
    const { email } = applicant.person;
    await applicant.sees('documents');
    const first = await page.locator('#link').textContent();
    await sandbox.handIn(email);
    await applicant.comesTo('underReview');
    await sandbox.endReview();
    await applicant.comesTo('resubmit');
    await applicant.renews();
    await applicant.sees('documents');
    await expect(page.locator('#link')).not.toHaveText(first ?? '');
    await sandbox.handIn(email);
    await sandbox.decide(email, 'approved');
    await isApproved(dialect, applicant, sandbox);
    expect(await sandbox.inquiries(email), 'it stays one inquiry').toHaveLength(1);
  });

  test('pictures that a person upstream wants again: a new link', async ({ applicant, sandbox }) => {
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    await sandbox.decide(applicant.person.email, 'resubmit');
    await applicant.comesTo('resubmit');
    await applicant.renews();
    await applicant.sees('documents');
  });

  test('words nobody published: still checking, never approved', async ({ applicant, dialect, sandbox }) => {
    await sandbox.fault('start', 'unknown-decision');
    await sandbox.fault('status', 'unknown-decision');
    await applicant.applies();
    await applicant.sees('processing');
    await sandbox.mend();
    await applicant.asksUntil(FIRST_SIGN[dialect]);
    await isApproved(dialect, applicant, sandbox);
  });

  test('approved without ids: confirmed first, the ids when they come', async ({ applicant, dialect, page, sandbox }) => {
    await sandbox.fault('start', 'approved-without-ids');
    await sandbox.fault('status', 'approved-without-ids');
    await applicant.applies();
    await applicant.sees('provisioning');
    await expect(page.getByText('firms/')).toHaveCount(0);
    await sandbox.mend();
    await isApproved(dialect, applicant, sandbox);
  });
});
