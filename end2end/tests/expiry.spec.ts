// A capture link that expires: twenty minutes of the server's clock, which the test moves.
import { axeBuilder } from '../support/axe';
import { expect, test } from '../support/fixtures';
import { shine } from '../support/layout-checks';
import { BORN } from '../support/people';

test('an expired link says so by itself, and a new one is a number away', { tag: ['@desktop', '@dialects'] }, async ({
  applicant,
  dialect,
  page,
  sandbox,
  server,
}) => {
  // In C status shows a link as long as it lives, and it is offered for as long: say nothing until ours has run out.
  if (dialect === 'c') await sandbox.fault('status', 'not-started');
  await applicant.is({ born: BORN.documentsApproved }).applies();
  await applicant.sees('documents');
  const old = await applicant.captureUrl();
  await sandbox.advance(20 * 60); // upstream it runs out, too
  server.moveClock(10 * 60);
  await page.reload(); // a sign of life: without one the session ends after fifteen minutes
  server.moveClock(10 * 60);
  await applicant.comesTo('expired');
  await expect(page).toHaveTitle('Your link for the pictures has run out – Meridian Trading');
  await sandbox.mend();
  for (const colorScheme of ['light', 'dark'] as const) {
    await shine(page, colorScheme);
    expect((await axeBuilder(page).analyze()).violations, colorScheme).toEqual([]);
  }
  await applicant.link('newLink').click();
  await applicant.sees('renew');
  await applicant.button('newLinkButton').click();
  await expect(page.getByRole('alert')).toBeFocused();
  await applicant.field('ssn').fill(applicant.person.ssn);
  await applicant.button('newLinkButton').click();
  await applicant.sees('documents');
  expect(await applicant.captureUrl()).not.toBe(old);
  await sandbox.handIn(applicant.person.email);
  await sandbox.endReview();
  if (dialect === 'c') {
    await applicant.comesTo('provisioning');
    await sandbox.openAccounts();
  }
  await applicant.comesTo('approved');
  expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
});
