// Mistakes in the answers: said once above and once at the field, nothing typed is lost, no SSN in the HTML.
import { STEPS, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';

/** Each field with something wrong in it, and the words for it. */
const WRONG: [Step, Record<string, string>, Record<string, RegExp>][] = [
  ['name', { given: '', family: 'D0e' }, { given: /Enter your first name/, family: /only have letters/ }],
  ['birth', { month: '2', day: '30', year: '1990' }, { month: /does not exist/ }],
  ['birth', { month: '', day: '', year: '' }, { month: /Enter your date of birth/ }],
  ['birth', { month: '3', day: '27', year: '90' }, { year: /4 digits/ }],
  ['contact', { email: 'jane', phone: '12' }, { email: /with an @/, phone: /./ }],
  [
    'address',
    { line1: 'PO Box 7', city: '', state: 'Bavaria', postal: '123' },
    { line1: /PO box/, city: /Enter your city/, state: /from the list/, postal: /5 or 9 digits/ },
  ],
  ['ssn', { ssn: '12345' }, { ssn: /9 digits/ }],
  ['ssn', { ssn: '000-12-3456' }, { ssn: /No Social Security number looks like that/ }],
];

test.describe('mistakes', { tag: ['@desktop', '@no-js'] }, () => {
  for (const [step, typed, said] of WRONG) {
    test(`${step}: ${JSON.stringify(typed)}`, async ({ applicant, page }) => {
      await applicant.standsAt(step);
      for (const [id, value] of Object.entries(typed)) await page.locator(`#${id}`).fill(value);
      await applicant.sends(step);
      await expect(page).toHaveURL(new RegExp(`${STEPS[step]}$`));
      await expect(page).toHaveTitle(/^Error: /);
      const summary = page.getByRole('alert');
      await expect(summary).toBeFocused();
      await expect(summary.getByRole('link')).toHaveCount(Object.keys(said).length);
      for (const [id, words] of Object.entries(said)) {
        const field = page.locator(`#${id}`);
        await expect(field).toHaveAttribute('aria-invalid', 'true');
        // A date is one answer in three boxes: the words belong to the group.
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

  test('the agreement is not given by silence', async ({ applicant, page }) => {
    await applicant.begins();
    await applicant.sends('consent');
    await expect(page.getByRole('alert')).toBeFocused();
    await page.getByRole('alert').getByRole('link').click();
    await expect(page.getByRole('checkbox', { name: applicant.words.agree })).toBeFocused();
  });

  test('the SSN never comes back in the HTML, and its last four digits do', async ({ applicant, page }) => {
    await applicant.standsAt('check');
    await expect(page.getByText('Ends in 6789')).toBeVisible();
    await page.goto('/ssn');
    await expect(applicant.field('ssn')).toHaveValue('');
    await expect(page.getByText('ending in 6789')).toBeVisible();
    expect(await page.content()).not.toMatch(/123-?45-?6789/);
    await applicant.sends('ssn');
    await applicant.sees('check');
  });

  test('the SSN is hidden while typing until asked to be shown', async ({ applicant, page }) => {
    await applicant.standsAt('ssn');
    await applicant.fills('ssn');
    const ssn = applicant.field('ssn');
    await expect(ssn).toHaveCSS('-webkit-text-security', 'disc');
    await page.getByRole('checkbox', { name: applicant.words.show }).check();
    await expect(ssn).toHaveCSS('-webkit-text-security', 'none');
    await expect(ssn).toHaveValue(applicant.person.ssn);
  });

  test('too young, or living where the firm does not serve, is a page of its own', async ({ applicant, page }) => {
    const year = new Date().getFullYear() - 15;
    await applicant.is({ born: ['1', '1', `${year}`], state: 'Hawaii', postal: '96813' }).standsAt('birth');
    await applicant.fills('birth');
    await applicant.sends('birth');
    await applicant.sees('tooYoung');
    await expect(page.getByText('Nothing has been sent')).toBeVisible();
    await page.getByRole('link', { name: 'Change the date of birth' }).click();
    await applicant.is({ born: ['March', '27', '1990'] }).goesOnTo('address');
    await applicant.fills('address');
    await applicant.sends('address');
    await applicant.sees('notServed');
    await page.getByRole('link', { name: 'Change the address' }).click();
    await applicant.is({ state: 'MD - Maryland', postal: '21201' }).goesOnTo('check');
  });

  test('a form of another session, or with a field twice, changes nothing', async ({ applicant, page, watch }) => {
    watch.expect(/console: Failed to load resource.* (400|403|413) /);
    await applicant.standsAt('name');
    const spoil = (name: string, change: string) =>
      page.locator(`form#step [name=${name}]`).evaluate((element, to) => element.setAttribute('name', to), change);
    await spoil('csrf', 'other');
    await applicant.sends('name');
    await applicant.sees('forged');
    await page.goto('/name');
    await spoil('middle', 'given');
    await applicant.sends('name');
    await applicant.sees('unreadable');
    await page.goto('/name');
    await applicant.field('given').evaluate((element: HTMLInputElement) => (element.value = 'x'.repeat(70_000)));
    await applicant.sends('name');
    await applicant.sees('large');
    await page.goto('/name');
    await expect(applicant.field('given')).toHaveValue('');
  });
});
