// Leaving and coming back: the return link, the session that ends, the warning before it.
import { expect, test } from '../support/fixtures';
import { says } from '../support/idle';

const STAYS = '**/api/stay';

test.describe('leaving', { tag: ['@desktop', '@no-js'] }, () => {
  test('another device goes on with the link and the date of birth', async ({ applicant, elsewhere, page }) => {
    await applicant.standsAt('address');
    await page.goto('/');
    const link = await applicant.returnLink();
    const there = applicant.in(await elsewhere());
    await there.page.goto(link);
    await there.sees('comeBack');
    expect(there.page.url()).not.toContain(link.slice(-26));
    await expect(there.page.getByText(applicant.person.given)).toHaveCount(0);
    await there.fills('birth');
    await there.button('goOn').click();
    await there.sees('address');
    await there.goesOnTo('check');
    await there.sends('check');
    await there.sees('approved');
    expect(await there.returnLink()).not.toBe(link);
    // The first device is where it is, too.
    await page.goto('/status');
    await applicant.sees('approved');
  });

  test('the right date of birth after a wrong one', async ({ applicant, page }) => {
    await applicant.standsAt('address');
    await applicant.isSignedOut();
    await page.goto('/address');
    await applicant.sees('comeBack');
    await applicant.button('goOn').click();
    await expect(page.getByRole('alert').getByRole('link')).toHaveText('Enter your date of birth');
    await applicant.in(page).is({ born: ['3', '28', '1990'] }).fills('birth');
    await applicant.button('goOn').click();
    await expect(page).toHaveTitle(/^Error: /);
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByRole('group')).toHaveAccessibleDescription(/not the date of birth you gave before/);
    await expect(page.getByText('You can try 4 more times')).toBeVisible();
    await applicant.fills('birth');
    await applicant.button('goOn').click();
    await applicant.sees('address');
  });

  test('a link that was used says so and how to go on', async ({ applicant, elsewhere, page }) => {
    await applicant.standsAt('contact');
    await page.goto('/');
    const link = await applicant.returnLink();
    for (const heading of ['comeBack', 'howBack'] as const) {
      const there = applicant.in(await elsewhere());
      await there.page.goto(link);
      await there.sees(heading);
      if (heading === 'howBack') {
        await expect(there.page.getByRole('status')).toContainText('does not work any more');
        break;
      }
      await there.fills('birth');
      await there.button('goOn').click();
      await there.sees('contact');
    }
  });

  test('a device without a link gets one at a click', async ({ applicant, page }) => {
    await applicant.standsAt('contact');
    await page.context().clearCookies({ name: 'vestibule-return' });
    await page.goto('/');
    await applicant.button('getLink').click();
    await applicant.sees('start');
    expect(await applicant.returnLink()).toMatch(/\/return\/[0-9a-z]{26}$/);
  });
});

test.describe('the warning', { tag: '@desktop' }, () => {
  test('comes two and a half minutes before the end, and one action extends it', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.standsAt('contact');
    await applicant.field('email').fill('half an addr');
    const asked = await says(page, STAYS, [150, 900, 150, null]);
    const warning = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await page.clock.runFor(12 * 60_000);
    await expect(warning).toBeHidden();
    await page.clock.runFor(31_000);
    await expect(warning).toBeVisible();
    await expect(warning).toHaveAccessibleName('Are you still there?');
    await expect(applicant.button('stay')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(warning).toBeHidden();
    await expect(applicant.field('email'), 'what was typed is there').toHaveValue('half an addr');
    expect(asked).toEqual(['0', '1']);
  });

  test('without an answer the page gives way to the date of birth', async ({ applicant, page, watch }) => {
    watch.expect(/console: Failed to load resource.* 403 /);
    await page.clock.install();
    await applicant.standsAt('contact');
    await says(page, STAYS, [150, null]);
    await page.clock.runFor(12.6 * 60_000);
    await expect(applicant.button('stay')).toBeVisible();
    await applicant.isSignedOut();
    await page.clock.runFor(2.6 * 60_000);
    await applicant.sees('comeBack');
    await expect(page.getByRole('status')).toContainText('signed you out');
    await applicant.fills('birth');
    await applicant.button('goOn').click();
    await applicant.sees('contact');
  });

  test('does not come while another tab is busy', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.standsAt('contact');
    // The real server: it has been asked this very minute, whatever this page's clock says.
    const asked = page.waitForResponse(STAYS);
    await page.clock.runFor(12.6 * 60_000);
    expect(Number(await (await asked).text())).toBeGreaterThan(840);
    await expect(applicant.button('stay')).toBeHidden();
  });

  test('waits for better times while the server cannot be reached', async ({ applicant, page, watch }) => {
    watch.expect(/console: Failed to load resource.* 503 /, /response: 503 /);
    await page.clock.install();
    await applicant.standsAt('contact');
    await page.route(STAYS, (route) => route.fulfill({ status: 503, body: 'later' }));
    await page.clock.runFor(12.6 * 60_000);
    await expect(applicant.button('stay')).toBeVisible();
    await page.unroute(STAYS);
    await applicant.button('stay').click();
    await expect(applicant.button('stay')).toBeHidden();
  });
});
