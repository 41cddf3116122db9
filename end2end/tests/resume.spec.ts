// Resume: the resume link, the expired session, and the warning before it.
import { expect, test } from '../support/fixtures';
import { advanceBothClocks, mockRemainingSeconds } from '../support/session-timeout';

const STAY_ROUTE = '**/api/stay';

test.describe('resume', { tag: ['@desktop', '@no-js'] }, () => {
  test('resume link and date of birth: another device continues', async ({ applicant, newDevice, page }) => {
    await applicant.openStep('address');
    await page.goto('/');
    const link = await applicant.returnLink();
    const there = applicant.onPage(await newDevice());
    await there.page.goto(link);
    await there.expectPage('comeBack');
    expect(there.page.url()).not.toContain(link.slice(-26));
    await expect(there.page.getByText(applicant.person.given)).toHaveCount(0);
    await there.fillStep('birth');
    await there.button('goOn').click();
    await there.expectPage('address');
    await there.continueTo('check');
    await there.submitStep('check');
    await there.expectPage('approved');
    expect(await there.returnLink()).not.toBe(link);
    // The first device is signed out.
    await page.goto('/status');
    await applicant.expectPage('howBack');
    await expect(page.getByRole('status')).toContainText('continued on another device');
  });

  test('finish for now: this device forgets the application, the link still works', async ({ applicant, newDevice, page }) => {
    await applicant.openStep('contact');
    await page.getByRole('link', { name: 'Finish for now' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Finish for now');
    const link = await applicant.returnLink();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await applicant.expectPage('howBack');
    await expect(page.getByRole('status')).toContainText('signed out');
    const there = applicant.onPage(await newDevice());
    await there.page.goto(link);
    await there.expectPage('comeBack');
    await expect(there.page.getByRole('main')).toContainText(/Application of:.*VB-/s);
    await there.fillStep('birth');
    await there.button('goOn').click();
    await there.expectPage('contact');
  });

  test('wrong date of birth: error, then the right one is accepted', async ({ applicant, page }) => {
    await applicant.openStep('address');
    await applicant.dropSession();
    await page.goto('/address');
    await applicant.expectPage('comeBack');
    await applicant.button('goOn').click();
    await expect(page.getByRole('alert').getByRole('link')).toHaveText('Enter your date of birth');
    await applicant.onPage(page).withDetails({ born: ['3', '28', '1990'] }).fillStep('birth');
    await applicant.button('goOn').click();
    await expect(page).toHaveTitle(/^Error: /);
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByRole('group')).toHaveAccessibleDescription(/not the date of birth you gave before/);
    await expect(page.getByText('You can try 4 more times')).toBeVisible();
    await applicant.fillStep('birth');
    await applicant.button('goOn').click();
    await applicant.expectPage('address');
  });

  test('used resume link: page says so and how to continue', async ({ applicant, newDevice, page }) => {
    await applicant.openStep('contact');
    await page.goto('/');
    const link = await applicant.returnLink();
    for (const heading of ['comeBack', 'howBack'] as const) {
      const there = applicant.onPage(await newDevice());
      await there.page.goto(link);
      await there.expectPage(heading);
      if (heading === 'howBack') {
        await expect(there.page.getByRole('status')).toContainText('no longer works');
        break;
      }
      await there.fillStep('birth');
      await there.button('goOn').click();
      await there.expectPage('contact');
    }
  });

  test('device without a resume link: gets one at a click', async ({ applicant, page }) => {
    await applicant.openStep('contact');
    await page.context().clearCookies({ name: 'vestibule-return' });
    await page.goto('/');
    await applicant.button('getLink').click();
    await applicant.expectPage('start');
    expect(await applicant.returnLink()).toMatch(/\/return\/[0-9a-z]{26}$/);
  });
});

test.describe('session warning', { tag: '@desktop' }, () => {
  test('shown two and a half minutes before the end: one action extends the session', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.openStep('contact');
    await applicant.field('email').fill('half an addr');
    const stayValues = await mockRemainingSeconds(page, STAY_ROUTE, [150, 900, 150, null]);
    const warning = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await page.clock.runFor(12 * 60_000);
    await expect(warning).toBeHidden();
    await page.clock.runFor(31_000);
    await expect(warning).toBeVisible();
    await expect(warning).toHaveAccessibleName('Are you still there?');
    await expect(applicant.button('stay')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(warning).toBeHidden();
    await expect(applicant.field('email'), 'typed value kept').toHaveValue('half an addr');
    expect(stayValues).toEqual(['0', '1']);
  });

  test('nothing happens: warning, input saved, signed out at the server’s own time', async ({ applicant, page, pageErrors, server }) => {
    pageErrors.expect(/console: Failed to load resource.* 403 /);
    await page.clock.install();
    await applicant.openStep('contact');
    await applicant.field('email').fill('half an addr');
    const saved = page.waitForResponse('**/api/contact?again');
    await advanceBothClocks(page, server, 12.6 * 60);
    await expect(applicant.button('stay')).toBeVisible();
    expect((await saved).status()).toBe(303);
    // Both clocks run until the server has ended the session. No answer is stubbed.
    await advanceBothClocks(page, server, 2.6 * 60);
    await applicant.expectPage('comeBack');
    await expect(page.getByRole('status')).toContainText('signed you out');
    await page.goto('/contact');
    await applicant.expectPage('comeBack');
    await applicant.fillStep('birth');
    await applicant.button('goOn').click();
    await applicant.expectPage('contact');
    await expect(applicant.field('email'), 'typed value kept').toHaveValue('half an addr');
  });

  test('page’s clock ahead of the server’s: the server ends the session all the same', async ({ applicant, page, pageErrors, server }) => {
    pageErrors.expect(/net::ERR_FAILED.*\/api\/stay/);
    await page.clock.install();
    await applicant.openStep('contact');
    server.advanceClock(12.6 * 60);
    await page.route(STAY_ROUTE, (route) => route.abort());
    await page.clock.runFor(15.1 * 60_000);
    await applicant.expectPage('comeBack');
    await page.goto('/contact');
    await applicant.expectPage('comeBack');
  });

  test('no answer: page redirects to the date of birth', async ({ applicant, page, pageErrors }) => {
    pageErrors.expect(/console: Failed to load resource.* 403 /);
    await page.clock.install();
    await applicant.openStep('contact');
    await mockRemainingSeconds(page, STAY_ROUTE, [150, null]);
    await page.clock.runFor(12.6 * 60_000);
    await expect(applicant.button('stay')).toBeVisible();
    await applicant.dropSession();
    await page.clock.runFor(2.6 * 60_000);
    await applicant.expectPage('comeBack');
    await expect(page.getByRole('status')).toContainText('signed you out');
    await applicant.fillStep('birth');
    await applicant.button('goOn').click();
    await applicant.expectPage('contact');
  });

  test('other tab active: not shown', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.openStep('contact');
    // Real server response: the session was active within this minute, regardless of the page's clock.
    const response = page.waitForResponse(STAY_ROUTE);
    await page.clock.runFor(12.6 * 60_000);
    expect(Number(await (await response).text())).toBeGreaterThan(840);
    await expect(applicant.button('stay')).toBeHidden();
  });

  test('server unreachable: stays until the server answers', async ({ applicant, page, pageErrors }) => {
    pageErrors.expect(/console: Failed to load resource.* 503 /, /response: 503 /);
    await page.clock.install();
    await applicant.openStep('contact');
    await page.route(STAY_ROUTE, (route) => route.fulfill({ status: 503, body: 'later' }));
    await page.clock.runFor(12.6 * 60_000);
    await expect(applicant.button('stay')).toBeVisible();
    await page.unroute(STAY_ROUTE);
    await applicant.button('stay').click();
    await expect(applicant.button('stay')).toBeHidden();
  });
});
