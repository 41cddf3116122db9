// A capture link that runs out. The server counts in minutes, and one is its least: this test waits for it.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/fixtures';
import { shine } from '../support/layout-checks';
import { BORN } from '../support/people';

test('an expired link says so by itself, and a new one is a number away', { tag: '@minute' }, async ({
  applicant,
  dialect,
  page,
  sandbox,
}) => {
  test.slow();
  // In C status shows a link as long as it lives, and it is offered for as long: say nothing until ours has run out.
  if (dialect === 'c') await sandbox.fault('status', 'not-started');
  await applicant.is({ born: BORN.documentsApproved }).applies();
  await applicant.sees('documents');
  const old = await applicant.captureUrl();
  await sandbox.advance(20 * 60); // upstream it runs out, too
  await applicant.sees('expired', { timeout: 120_000 });
  await expect(page).toHaveTitle('Your link for the pictures has run out – Meridian Trading');
  await sandbox.mend();
  for (const colorScheme of ['light', 'dark'] as const) {
    await shine(page, colorScheme);
    expect((await new AxeBuilder({ page }).analyze()).violations, colorScheme).toEqual([]);
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
  await applicant.sees('approved', { timeout: 60_000 });
  expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
});
