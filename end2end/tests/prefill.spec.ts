// Prefill by a code to the phone, with and without JavaScript, in each provider dialect.
import { expect, test } from '../support/fixtures';
import { CODES, KNOWN, UNKNOWN_PHONE } from '../support/people';

/** Data that the sandbox has of this person. */
const FILLED = ['Maren Elise Holloway', 'maren.holloway@example.com', '742 Harbor Street', 'San Francisco, CA 94107'];

test.describe('prefill', { tag: ['@desktop', '@dialects', '@no-js', '@phone', '@spanish'] }, () => {
  test('correct code and SSN: all answers shown before submission', async ({ applicant, page }) => {
    await applicant.withDetails(KNOWN).startAndContinueTo('name');
    await applicant.requestCode();
    await expect(page.getByText(/(number ending in|número que termina en) 12\./)).toBeVisible();
    await applicant.enterCode(CODES.right);
    await applicant.expectPage('ssn');
    await expect(page.getByRole('status')).toHaveCount(1);
    await applicant.fillStep('ssn');
    await applicant.submitStep('ssn');
    await applicant.expectPage('check');
    for (const answer of FILLED) await expect(page.getByText(answer)).toBeVisible();
    await applicant.submitStep('check');
    await page.waitForURL('**/status');
    await expect(page.locator('#state')).toHaveAttribute('data-label', /^(approved|provisioning)$/);
  });
});

test.describe('prefill', { tag: ['@desktop', '@no-js'] }, () => {
  test('wrong code: two errors, the third requires a new code', async ({ applicant, page }) => {
    await applicant.withDetails(KNOWN).openStep('name');
    await applicant.requestCode();
    for (const once of ['first', 'second']) {
      await applicant.enterCode(CODES.wrong);
      await applicant.expectPage('code');
      await expect(page.getByRole('alert'), once).toContainText('That’s not the code we sent');
      await expect(applicant.field('code')).toHaveValue('');
    }
    await expect(page.getByText('You can try this code once more.')).toBeVisible();
    await applicant.enterCode(CODES.wrong);
    await applicant.expectPage('fillIn');
    await expect(page.getByRole('status')).toContainText('no longer works');
    // The typed values are kept.
    await expect(applicant.field('phone')).toHaveValue(KNOWN.phone);
    await applicant.button('textMe').click();
    await applicant.enterCode(CODES.right);
    await applicant.expectPage('ssn');
  });

  test('code still pending: can be entered again', async ({ applicant, page }) => {
    await applicant.withDetails(KNOWN).openStep('name');
    await applicant.requestCode();
    await applicant.enterCode(CODES.pending);
    await applicant.expectPage('code');
    await expect(page.getByRole('alert')).toContainText('still being checked');
  });

  test('unknown applicant: types the answers, known ones are kept', async ({ applicant, page }) => {
    await applicant.withDetails({ ...KNOWN, phone: UNKNOWN_PHONE }).openStep('name');
    await applicant.requestCode();
    await applicant.enterCode(CODES.right);
    await applicant.expectPage('name');
    await applicant.fillStep('name');
    await applicant.submitStep('name');
    await applicant.expectPage('birth');
    await expect(applicant.field('year')).toHaveValue('1985');
    await applicant.submitStep('birth');
    await applicant.expectPage('contact');
    await expect(applicant.field('phone')).toHaveValue(UNKNOWN_PHONE);
  });

  test('provider unavailable: applicant continues without prefill', async ({ applicant, page, sandbox }) => {
    await sandbox.fault('prefill', { error: 503 });
    await applicant.withDetails(KNOWN).openStep('name');
    await applicant.requestCode();
    await applicant.expectPage('name');
    await expect(page.getByRole('status')).toContainText('couldn’t fill in anything');
    await applicant.continueTo('check');
  });

  test('both links out: lead to the form, Back returns', async ({ applicant, page }) => {
    await applicant.withDetails(KNOWN).openStep('name');
    await applicant.requestCode();
    await applicant.expectPage('code');
    await applicant.link('anotherCode').click();
    await applicant.expectPage('fillIn');
    await applicant.link('typeMyself').click();
    await applicant.expectPage('name');
    await page.goBack();
    await applicant.expectPage('fillIn');
    await page.goto('/fill-in/code');
    await applicant.link('typeMyself').click();
    await applicant.expectPage('name');
  });

  test('double click: one code sent', async ({ applicant, page, sandbox }) => {
    await applicant.withDetails(KNOWN).openStep('name');
    await applicant.link('usePhone').click();
    await applicant.fillStep('birth');
    await applicant.field('phone').fill(KNOWN.phone);
    const before = await sandbox.countCodes();
    await applicant.button('textMe').dblclick();
    await applicant.expectPage('code');
    expect(await sandbox.countCodes()).toBe(before + 1);
    // The same request sends no second code while the first is valid.
    await page.goBack();
    await applicant.button('textMe').click();
    await applicant.expectPage('code');
    expect(await sandbox.countCodes()).toBe(before + 1);
  });

  test('code field: marked as one-time code for autofill', async ({ applicant, page }) => {
    await applicant.withDetails(KNOWN).openStep('name');
    await applicant.requestCode();
    const box = applicant.field('code');
    await expect(box).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(box).toHaveAttribute('inputmode', 'numeric');
    await expect(page.getByText(KNOWN.phone)).toHaveCount(0);
  });
});
