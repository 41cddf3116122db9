// Having things filled in by a code to the phone, as somebody sees it: with and without a script, in each dialect.
import { expect, test } from '../support/fixtures';
import { CODES, KNOWN, UNKNOWN_PHONE } from '../support/people';

/** What the sandbox knows of them. */
const FILLED = ['Maren Elise Holloway', 'maren.holloway@example.com', '742 Harbor Street', 'San Francisco, CA 94107'];

test.describe('filled in', { tag: ['@desktop', '@dialects', '@no-js', '@phone', '@spanish'] }, () => {
  test('a code, the number, and all of it read back before it is sent', async ({ applicant, page }) => {
    await applicant.is(KNOWN).reaches('name');
    await applicant.asksForACode();
    await expect(page.getByText(/(number ending in|número que termina en) 12\./)).toBeVisible();
    await applicant.entersCode(CODES.right);
    await applicant.sees('ssn');
    await expect(page.getByRole('status')).toHaveCount(1);
    await applicant.fills('ssn');
    await applicant.sends('ssn');
    await applicant.sees('check');
    for (const answer of FILLED) await expect(page.getByText(answer)).toBeVisible();
    await applicant.sends('check');
    await page.waitForURL('**/status');
    await expect(page.locator('#state')).toHaveAttribute('data-label', /^(approved|provisioning)$/);
  });
});

test.describe('filled in', { tag: ['@desktop', '@no-js'] }, () => {
  test('a wrong code is said so, twice, and the third leads to another', async ({ applicant, page }) => {
    await applicant.is(KNOWN).standsAt('name');
    await applicant.asksForACode();
    for (const once of ['first', 'second']) {
      await applicant.entersCode(CODES.wrong);
      await applicant.sees('code');
      await expect(page.getByRole('alert'), once).toContainText('That is not the code we sent');
      await expect(applicant.field('code')).toHaveValue('');
    }
    await expect(page.getByText('You can try this code once more.')).toBeVisible();
    await applicant.entersCode(CODES.wrong);
    await applicant.sees('fillIn');
    await expect(page.getByRole('status')).toContainText('does not work any more');
    // With what was typed still there.
    await expect(applicant.field('phone')).toHaveValue(KNOWN.phone);
    await applicant.button('textMe').click();
    await applicant.entersCode(CODES.right);
    await applicant.sees('ssn');
  });

  test('what the upstream has not looked at yet is typed again', async ({ applicant, page }) => {
    await applicant.is(KNOWN).standsAt('name');
    await applicant.asksForACode();
    await applicant.entersCode(CODES.pending);
    await applicant.sees('code');
    await expect(page.getByRole('alert')).toContainText('still being checked');
  });

  test('whoever is not known types, and is not asked twice', async ({ applicant, page }) => {
    await applicant.is({ ...KNOWN, phone: UNKNOWN_PHONE }).standsAt('name');
    await applicant.asksForACode();
    await applicant.entersCode(CODES.right);
    await applicant.sees('name');
    await applicant.fills('name');
    await applicant.sends('name');
    await applicant.sees('birth');
    await expect(applicant.field('year')).toHaveValue('1985');
    await applicant.sends('birth');
    await applicant.sees('contact');
    await expect(applicant.field('phone')).toHaveValue(UNKNOWN_PHONE);
  });

  test('an upstream that is down leaves nobody waiting', async ({ applicant, page, sandbox }) => {
    await sandbox.fault('prefill', { error: 503 });
    await applicant.is(KNOWN).standsAt('name');
    await applicant.asksForACode();
    await applicant.sees('name');
    await expect(page.getByRole('status')).toContainText('could not fill in anything');
    await applicant.goesOnTo('check');
  });

  test('both ways out lead to the questions, and back leads back', async ({ applicant, page }) => {
    await applicant.is(KNOWN).standsAt('name');
    await applicant.asksForACode();
    await applicant.sees('code');
    await applicant.link('anotherCode').click();
    await applicant.sees('fillIn');
    await applicant.link('typeMyself').click();
    await applicant.sees('name');
    await page.goBack();
    await applicant.sees('fillIn');
    await page.goto('/fill-in/code');
    await applicant.link('typeMyself').click();
    await applicant.sees('name');
  });

  test('pressed twice it sends one code', async ({ applicant, page, sandbox }) => {
    await applicant.is(KNOWN).standsAt('name');
    await applicant.link('usePhone').click();
    await applicant.fills('birth');
    await applicant.field('phone').fill(KNOWN.phone);
    const before = await sandbox.codes();
    await applicant.button('textMe').dblclick();
    await applicant.sees('code');
    expect(await sandbox.codes()).toBe(before + 1);
    // And once it is there, the same again is no other.
    await page.goBack();
    await applicant.button('textMe').click();
    await applicant.sees('code');
    expect(await sandbox.codes()).toBe(before + 1);
  });

  test('the box says what it is for, so that a phone offers the code of the message', async ({ applicant, page }) => {
    await applicant.is(KNOWN).standsAt('name');
    await applicant.asksForACode();
    const box = applicant.field('code');
    await expect(box).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(box).toHaveAttribute('inputmode', 'numeric');
    await expect(page.getByText(KNOWN.phone)).toHaveCount(0);
  });
});
