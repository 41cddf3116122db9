// Invalid answers: errors in the summary and at the field, typed values kept, no SSN in the HTML.
import { STEPS, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';

/** Each field with an invalid value, and its error text. */
const WRONG: [Step, Record<string, string>, Record<string, RegExp>][] = [
  ['name', { given: '', family: 'D0e' }, { given: /Enter your first name/, family: /only have letters/ }],
  ['birth', { month: '2', day: '30', year: '1990' }, { month: /doesn’t exist/ }],
  ['birth', { month: '', day: '', year: '' }, { month: /Enter your date of birth/ }],
  ['birth', { month: '3', day: '27', year: '90' }, { year: /4 digits/ }],
  ['contact', { email: 'jane', phone: '12' }, { email: /with one @/, phone: /./ }],
  [
    'address',
    { line1: 'PO Box 7', city: '', state: 'Bavaria', postal: '123' },
    { line1: /PO box/, city: /Enter your city/, state: /US state/, postal: /5 or 9 digits/ },
  ],
  ['ssn', { ssn: '12345' }, { ssn: /9 digits/ }],
  ['ssn', { ssn: '000-12-3456' }, { ssn: /That can’t be a Social Security number/ }],
];

test.describe('mistakes', { tag: ['@desktop', '@no-js'] }, () => {
  for (const [step, typed, errors] of WRONG) {
    test(`${step}: ${JSON.stringify(typed)}`, async ({ applicant, page }) => {
      await applicant.openStep(step);
      for (const [id, value] of Object.entries(typed)) await page.locator(`#${id}`).fill(value);
      await applicant.submitStep(step);
      await expect(page).toHaveURL(new RegExp(`${STEPS[step]}$`));
      await expect(page).toHaveTitle(/^Error: /);
      const summary = page.getByRole('alert');
      await expect(summary).toBeFocused();
      await expect(summary.getByRole('link')).toHaveCount(Object.keys(errors).length);
      for (const [id, words] of Object.entries(errors)) {
        const field = page.locator(`#${id}`);
        await expect(field).toHaveAttribute('aria-invalid', 'true');
        // A date is one answer in three boxes, so the error belongs to the group.
        await expect(step === 'birth' ? page.getByRole('group').filter({ has: field }).last() : field)
          .toHaveAccessibleDescription(words);
        await summary.locator(`a[href="#${id}"]`).click();
        await expect(field).toBeFocused();
        await expect(summary.locator(`a[href="#${id}"]`)).toHaveText(words);
      }
      for (const [id, value] of Object.entries(typed)) {
        await expect(page.locator(`#${id}`)).toHaveValue(step === 'ssn' ? '' : value);
      }
      if (step === 'ssn') expect(await page.content()).not.toContain(typed['ssn']);
    });
  }

  test('agreement box left empty: consent rejected', async ({ applicant, page }) => {
    await applicant.startApplication();
    await applicant.submitStep('consent');
    await expect(page.getByRole('alert')).toBeFocused();
    await page.getByRole('alert').getByRole('link').click();
    await expect(page.getByRole('checkbox', { name: applicant.words.agree })).toBeFocused();
  });

  test('SSN entered: HTML shows its last four digits only', async ({ applicant, page }) => {
    await applicant.openStep('check');
    await expect(page.getByText('Ends in 6789')).toBeVisible();
    await page.goto('/ssn');
    await expect(applicant.field('ssn')).toHaveValue('');
    await expect(page.getByText('ending in 6789')).toBeVisible();
    expect(await page.content()).not.toMatch(/123-?45-?6789/);
    await applicant.submitStep('ssn');
    await applicant.expectPage('check');
  });

  test('SSN typed: hidden until the applicant shows it', async ({ applicant, page }) => {
    await applicant.openStep('ssn');
    await applicant.fillStep('ssn');
    const ssn = applicant.field('ssn');
    await expect(ssn).toHaveCSS('-webkit-text-security', 'disc');
    await page.getByRole('checkbox', { name: applicant.words.show }).check();
    await expect(ssn).toHaveCSS('-webkit-text-security', 'none');
    await expect(ssn).toHaveValue(applicant.person.ssn);
  });

  test('applicant too young or in a state not served: own page instead of a field error', async ({ applicant, page }) => {
    const year = new Date().getFullYear() - 15;
    await applicant.withDetails({ born: ['1', '1', `${year}`], state: 'Hawaii', postal: '96813' }).openStep('birth');
    await applicant.fillStep('birth');
    await applicant.submitStep('birth');
    await applicant.expectPage('tooYoung');
    await expect(page.getByText('We haven’t sent anything')).toBeVisible();
    await page.getByRole('link', { name: 'Change your date of birth' }).click();
    await applicant.withDetails({ born: ['March', '27', '1990'] }).continueTo('address');
    await applicant.fillStep('address');
    await applicant.submitStep('address');
    await applicant.expectPage('notServed');
    await page.getByRole('link', { name: 'Change your address' }).click();
    await applicant.withDetails({ state: 'MD - Maryland', postal: '21201' }).continueTo('check');
  });

  test('form with a forged token, a duplicate field or too many bytes: nothing stored', async ({ applicant, page, pageErrors }) => {
    pageErrors.expect(/console: Failed to load resource.* (400|403|413) /);
    await applicant.openStep('name');
    const spoil = (name: string, change: string) =>
      page.locator(`form#step [name=${name}]`).evaluate((element, to) => element.setAttribute('name', to), change);
    await spoil('csrf', 'other');
    await applicant.submitStep('name');
    await applicant.expectPage('forged');
    await page.goto('/name');
    await spoil('middle', 'given');
    await applicant.submitStep('name');
    await applicant.expectPage('unreadable');
    await page.goto('/name');
    await applicant.field('given').evaluate((element: HTMLInputElement) => (element.value = 'x'.repeat(70_000)));
    await applicant.submitStep('name');
    await applicant.expectPage('large');
    await page.goto('/name');
    await expect(applicant.field('given')).toHaveValue('');
  });
});
