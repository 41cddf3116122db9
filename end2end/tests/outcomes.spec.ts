// Every outcome once, from the first page to the last.
import { expect, test } from '../support/fixtures';
import { BORN, BY_HAND } from '../support/people';

test.describe('outcomes', { tag: ['@desktop'] }, () => {
  test('approved at once, with the ids of participant and account', async ({ applicant, page, sandbox }) => {
    await applicant.walks();
    await applicant.sees('approved');
    const { userId } = await sandbox.inquiry(applicant.person.email);
    await expect(page.getByText(`firms/ISV-Participant-Sandbox/users/${userId}`)).toBeVisible();
    await expect(page.getByText(/firms\/ISV-Sandbox\/accounts\//)).toBeVisible();
    const [start] = await sandbox.starts(applicant.person.email);
    expect(start?.body).toMatchObject({
      firstName: 'Jane',
      lastName: 'Doe',
      dateOfBirth: '1990-03-27',
      phoneNumber: '+12125552368',
      ssn: '***-**-6789',
      address: { addressLine1: '350 Fifth Avenue', city: 'New York', state: 'NY', postalCode: '10118', country: 'US' },
    });
  });

  test('denied at once', async ({ applicant, page }) => {
    await applicant.is({ born: BORN.denied }).applies();
    await applicant.sees('denied');
    await expect(page.getByRole('main')).toContainText('support@example.com');
  });

  test('manual review, then approved', async ({ applicant, sandbox }) => {
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    await sandbox.decide(applicant.person.email, 'approved');
    await applicant.asksUntil('approved');
  });

  for (const [born, heading] of [
    ['documentsApproved', 'approved'],
    ['documentsDenied', 'denied'],
    ['documentsManual', 'manual'],
  ] as const) {
    test(`documents, then ${heading}`, async ({ applicant, sandbox }) => {
      await applicant.is({ born: BORN[born] }).applies();
      await applicant.sees('documents');
      await sandbox.handIn(applicant.person.email);
      await sandbox.endReview();
      await applicant.sees(heading, { timeout: 15_000 });
    });
  }

  test('documents once more: a new link for the number entered again', async ({ applicant, page, sandbox }) => {
    await applicant.is({ born: BORN.documentsTwice });
    await sandbox.fault('start', 'unknown-decision', 1); // the link of the first answer is lost
    await applicant.applies();
    await applicant.sees('resubmit');
    await applicant.link('newLink').click();
    await applicant.sees('renew');
    await applicant.field('ssn').fill(applicant.person.ssn);
    await applicant.button('newLinkButton').click();
    await applicant.sees('documents');
    await expect(page).toHaveURL(/\/status$/);
    expect(await sandbox.inquiries(applicant.person.email), 'it stays one inquiry').toHaveLength(1);
  });

  test('pictures that cannot be used: a new link', async ({ applicant, sandbox }) => {
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    await sandbox.decide(applicant.person.email, 'resubmit');
    await applicant.sees('resubmit', { timeout: 20_000 });
  });

  test('words nobody published: still checking, never approved', async ({ applicant, sandbox }) => {
    await sandbox.fault('start', 'unknown-decision');
    await sandbox.fault('status', 'unknown-decision');
    await applicant.applies();
    await applicant.sees('processing');
    await sandbox.mend();
    await applicant.asksUntil('approved');
  });

  test('approved without ids: confirmed first, the ids when they come', async ({ applicant, page, sandbox }) => {
    await sandbox.fault('start', 'approved-without-ids');
    await sandbox.fault('status', 'approved-without-ids');
    await applicant.applies();
    await applicant.sees('provisioning');
    await expect(page.getByText('firms/')).toHaveCount(0);
    await sandbox.mend();
    await applicant.sees('approved', { timeout: 20_000 });
    await expect(page.getByText(/firms\/ISV-Sandbox\/accounts\//)).toBeVisible();
  });
});
