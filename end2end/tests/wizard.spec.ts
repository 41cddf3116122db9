// The wizard: navigation, changed answers, Back.
import { STEPS, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';

const ORDER = Object.keys(STEPS) as Step[];

test.describe('navigation', { tag: ['@desktop', '@no-js'] }, () => {
  test('step not open yet: redirects to the open step with a message', async ({ applicant, page }) => {
    await applicant.openStep('name');
    await page.goto('/check');
    await applicant.expectPage('name');
    await expect(page.getByRole('status')).toContainText('next question you need to answer');
  });

  test('no application: every page redirects to the first with a message', async ({ applicant, page }) => {
    for (const path of [...Object.values(STEPS), '/status', '/new-link', '/no-ssn']) {
      await page.goto(path);
      await applicant.expectPage('start');
      await expect(page.getByRole('status')).toContainText('Start here');
    }
  });

  test('changed answer: returns to the check page with the new answer', async ({ applicant, page }) => {
    await applicant.openStep('check');
    const row = page.locator('.answer').filter({ hasText: 'Date of birth' });
    await row.getByRole('link', { name: 'Change Date of birth' }).click();
    await applicant.expectPage('birth');
    await expect(applicant.field('day')).toHaveValue('27');
    await applicant.field('day').fill('28');
    await applicant.submitStep('birth');
    await applicant.expectPage('check');
    await expect(row).toContainText('March 28, 1990');
    await expect(page.getByText('We haven’t sent your details yet.')).toBeVisible();
    await expect(page.locator('.answer').filter({ hasText: 'Referral code' })).toContainText('Not provided');
  });

  test('application resumed: every answer is kept', async ({ applicant, page }) => {
    await applicant.openStep('address');
    await page.goto('/');
    await applicant.link('resume').click();
    await applicant.expectPage('address');
    await page.goto('/name');
    await expect(applicant.field('given')).toHaveValue(applicant.person.given);
  });

  test('language button: typed values kept, nothing validated', async ({ applicant, page }) => {
    await applicant.openStep('contact');
    await applicant.field('email').fill('half an addr');
    await applicant.field('phone').fill('21');
    await page.getByRole('button', { name: 'Español' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page).toHaveURL(/\/contact$/);
    await expect(page.getByLabel('Correo electrónico')).toHaveValue('half an addr');
    await expect(page.getByLabel('Número de teléfono')).toHaveValue('21');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.getByRole('button', { name: 'English' }).click();
    await applicant.expectPage('contact');
    await expect(applicant.field('email')).toHaveValue('half an addr');
  });

  test('language button on a page without a form: changes the language', async ({ applicant, page }) => {
    await applicant.apply();
    await page.getByRole('button', { name: 'Español' }).click();
    await expect(page).toHaveURL(/\/status$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Su solicitud fue aprobada');
  });

  test('Enter in a field: submits the form, language unchanged', async ({ applicant, page }) => {
    await applicant.openStep('name');
    await applicant.fillStep('name');
    await applicant.field('family').press('Enter');
    await applicant.expectPage('birth');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });

  test('referral code of a link: submitted with the application', async ({ applicant, page, sandbox }) => {
    await page.goto('/?ref=FRIEND-42');
    await applicant.button('start').click();
    await applicant.continueTo('contact');
    await expect(applicant.field('referral')).toHaveValue('FRIEND-42');
    await applicant.continueTo('check');
    await applicant.submitStep('check');
    await applicant.expectPage('approved');
    const [start] = await sandbox.starts(applicant.person.email);
    expect(start?.body['referralCode']).toBe('FRIEND-42');
  });
});

test.describe('browser Back', { tag: ['@desktop', '@phone', '@no-js'] }, () => {
  test('previous steps: shown with their answers', async ({ applicant, page }) => {
    await applicant.startAndContinueTo('check');
    for (const step of ORDER.toReversed().slice(1)) {
      await page.goBack();
      await applicant.expectPage(step);
    }
    await expect(page.getByRole('checkbox', { name: applicant.words.agree })).toBeChecked();
    await page.goForward();
    await applicant.expectPage('name');
    await expect(applicant.field('given')).toHaveValue(applicant.person.given);
    await page.goForward();
    await applicant.expectPage('birth');
    await expect(applicant.field('year')).toHaveValue(applicant.person.born[2]);
  });

  test('after submission: shows the status and sends nothing again', async ({ applicant, page, sandbox }) => {
    await applicant.apply();
    await applicant.expectPage('approved');
    await page.goBack();
    await applicant.expectPage('approved');
    await page.reload();
    await applicant.expectPage('approved');
    await page.goto('/check');
    await applicant.expectPage('approved');
    await page.goto('/');
    await applicant.link('seeStatus').click();
    await applicant.expectPage('approved');
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(1);
  });

  test('Back link: leads one step back', async ({ applicant, page }) => {
    await applicant.startAndContinueTo('check');
    for (const step of ORDER.toReversed().slice(1)) {
      await applicant.link('back').click();
      await applicant.expectPage(step);
    }
    await applicant.link('back').click();
    await applicant.expectPage('start');
    await expect(page).toHaveURL(/\/$/);
  });
});

test.describe('two tabs', { tag: '@desktop' }, () => {
  test('conflicting answers: the later one counts, the stale tab shows the current page', async ({
    applicant,
    context,
    page,
    sandbox,
  }) => {
    await applicant.openStep('name');
    const other = applicant.onPage(await context.newPage()).withDetails({ given: 'Joan' });
    await other.page.goto('/name');
    await applicant.continueTo('check');
    await other.fillStep('name');
    await other.submitStep('name');
    await other.expectPage('check');
    await page.reload();
    await expect(page.getByText('Joan Doe')).toBeVisible();
    await other.submitStep('check');
    await other.expectPage('approved');
    await applicant.submitStep('check');
    await applicant.expectPage('approved');
    const starts = await sandbox.starts(applicant.person.email);
    expect(starts.map((entry) => entry.body['firstName'])).toEqual(['Joan']);
  });
});
