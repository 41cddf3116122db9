// How the wizard behaves: moving about in it, changing one's mind, going back.
import { STEPS, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';

const ORDER = Object.keys(STEPS) as Step[];

test.describe('moving about', { tag: ['@desktop', '@no-js'] }, () => {
  test('a step that is not open yet leads to the one that is, and says so', async ({ applicant, page }) => {
    await applicant.standsAt('name');
    await page.goto('/check');
    await applicant.sees('name');
    await expect(page.getByRole('status')).toContainText('next question that still needs an answer');
  });

  test('without an application every page leads to the first, and says so', async ({ applicant, page }) => {
    for (const path of [...Object.values(STEPS), '/status', '/new-link', '/no-ssn']) {
      await page.goto(path);
      await applicant.sees('start');
      await expect(page.getByRole('status')).toContainText('Begin here');
    }
  });

  test('Change leads back to the check page, with the new answer', async ({ applicant, page }) => {
    await applicant.standsAt('check');
    const row = page.locator('.answer').filter({ hasText: 'Date of birth' });
    await row.getByRole('link', { name: 'Change Date of birth' }).click();
    await applicant.sees('birth');
    await expect(applicant.field('day')).toHaveValue('27');
    await applicant.field('day').fill('28');
    await applicant.sends('birth');
    await applicant.sees('check');
    await expect(row).toContainText('March 28, 1990');
    await expect(page.getByText('Your details have not been sent yet.')).toBeVisible();
    await expect(page.locator('.answer').filter({ hasText: 'Referral code' })).toContainText('Not provided');
  });

  test('leaving and coming back finds every answer', async ({ applicant, page }) => {
    await applicant.standsAt('address');
    await page.goto('/');
    await applicant.link('resume').click();
    await applicant.sees('address');
    await page.goto('/name');
    await expect(applicant.field('given')).toHaveValue(applicant.person.given);
  });

  test('the language button keeps what was typed, and judges nothing', async ({ applicant, page }) => {
    await applicant.standsAt('contact');
    await applicant.field('email').fill('half an addr');
    await applicant.field('phone').fill('21');
    await page.getByRole('button', { name: 'Español' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page).toHaveURL(/\/contact$/);
    await expect(page.getByLabel('Correo electrónico')).toHaveValue('half an addr');
    await expect(page.getByLabel('Número de teléfono')).toHaveValue('21');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.getByRole('button', { name: 'English' }).click();
    await applicant.sees('contact');
    await expect(applicant.field('email')).toHaveValue('half an addr');
  });

  test('the language button works where there is no form', async ({ applicant, page }) => {
    await applicant.applies();
    await page.getByRole('button', { name: 'Español' }).click();
    await expect(page).toHaveURL(/\/status$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Su solicitud fue aprobada');
  });

  test('Enter in a field means Continue, not the language', async ({ applicant, page }) => {
    await applicant.standsAt('name');
    await applicant.fills('name');
    await applicant.field('family').press('Enter');
    await applicant.sees('birth');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });

  test('the referral code of a link is carried along', async ({ applicant, page, sandbox }) => {
    await page.goto('/?ref=FRIEND-42');
    await applicant.button('start').click();
    await applicant.goesOnTo('contact');
    await expect(applicant.field('referral')).toHaveValue('FRIEND-42');
    await applicant.goesOnTo('check');
    await applicant.sends('check');
    await applicant.sees('approved');
    const [start] = await sandbox.starts(applicant.person.email);
    expect(start?.body['referralCode']).toBe('FRIEND-42');
  });
});

test.describe('the browser’s Back', { tag: ['@desktop', '@phone', '@no-js'] }, () => {
  test('shows each step as it was left', async ({ applicant, page }) => {
    await applicant.reaches('check');
    for (const step of ORDER.toReversed().slice(1)) {
      await page.goBack();
      await applicant.sees(step);
    }
    await expect(page.getByRole('checkbox', { name: applicant.words.agree })).toBeChecked();
    await page.goForward();
    await applicant.sees('name');
    await expect(applicant.field('given')).toHaveValue(applicant.person.given);
    await page.goForward();
    await applicant.sees('birth');
    await expect(applicant.field('year')).toHaveValue(applicant.person.born[2]);
  });

  test('after handing in shows where it stands and sends nothing again', async ({ applicant, page, sandbox }) => {
    await applicant.applies();
    await applicant.sees('approved');
    await page.goBack();
    await applicant.sees('approved');
    await page.reload();
    await applicant.sees('approved');
    await page.goto('/check');
    await applicant.sees('approved');
    await page.goto('/');
    await applicant.link('seeStatus').click();
    await applicant.sees('approved');
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(1);
  });

  test('the Back link leads one step back', async ({ applicant, page }) => {
    await applicant.reaches('check');
    for (const step of ORDER.toReversed().slice(1)) {
      await applicant.link('back').click();
      await applicant.sees(step);
    }
    await applicant.link('back').click();
    await applicant.sees('start');
    await expect(page).toHaveURL(/\/$/);
  });
});

test.describe('two tabs', { tag: '@desktop' }, () => {
  test('the later answer counts, and a tab that was left behind lands where it stands', async ({
    applicant,
    context,
    page,
    sandbox,
  }) => {
    await applicant.standsAt('name');
    const other = applicant.in(await context.newPage()).is({ given: 'Joan' });
    await other.page.goto('/name');
    await applicant.goesOnTo('check');
    await other.fills('name');
    await other.sends('name');
    await other.sees('check');
    await page.reload();
    await expect(page.getByText('Joan Doe')).toBeVisible();
    await other.sends('check');
    await other.sees('approved');
    await applicant.sends('check');
    await applicant.sees('approved');
    const starts = await sandbox.starts(applicant.person.email);
    expect(starts.map((entry) => entry.body['firstName'])).toEqual(['Joan']);
  });
});
