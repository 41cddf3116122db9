// An expired capture link: the test advances the server's clock by twenty minutes.
import { axeBuilder } from '../support/axe';
import { expect, test } from '../support/fixtures';
import { setColorScheme } from '../support/layout-checks';
import { BORN } from '../support/people';

test('capture link expired: page says so, SSN entry gives a new link', { tag: ['@desktop', '@dialects'] }, async ({
  applicant,
  dialect,
  page,
  sandbox,
  server,
}) => {
  // Dialect C returns the link in each status as long as it is valid. This fault hides it until the link expires.
  if (dialect === 'c') await sandbox.fault('status', 'not-started');
  await applicant.withDetails({ born: BORN.documentsApproved }).apply();
  await applicant.expectPage('documents');
  const old = await applicant.captureUrl();
  await sandbox.advance(20 * 60); // expires the link at the provider, too
  server.advanceClock(10 * 60);
  await page.reload(); // activity: without it the session ends after fifteen minutes
  server.advanceClock(10 * 60);
  await applicant.waitForPage('expired');
  await expect(page).toHaveTitle('Your photo link has expired – Meridian Trading');
  await sandbox.clearFaults();
  for (const colorScheme of ['light', 'dark'] as const) {
    await setColorScheme(page, colorScheme);
    expect((await axeBuilder(page).analyze()).violations, colorScheme).toEqual([]);
  }
  await applicant.link('newLink').click();
  await applicant.expectPage('renew');
  await applicant.button('newLinkButton').click();
  await expect(page.getByRole('alert')).toBeFocused();
  await applicant.field('ssn').fill(applicant.person.ssn);
  await applicant.button('newLinkButton').click();
  await applicant.expectPage('documents');
  expect(await applicant.captureUrl()).not.toBe(old);
  await sandbox.submitDocuments(applicant.person.email);
  await sandbox.finishReview();
  if (dialect === 'c') {
    await applicant.waitForPage('provisioning');
    await sandbox.openAccounts();
  }
  await applicant.waitForPage('approved');
  expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
});
