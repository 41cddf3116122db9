// The warning at the desk before a session ends for want of a sign of life. Its script is the applicants' own; what is
// shown here is that it stands on the desk's pages, asks the desk's session, and leads to the desk's way in.
import type { Page } from '@playwright/test';
import { colleague } from '../support/desk';
import { axe } from '../support/desk-looks';
import { expect, test } from '../support/fixtures';
import { says } from '../support/idle';
import { stops } from '../support/open-status-page';

const STAYS = '**/admin/api/stay';
/** In milliseconds, as far as a page may go without a warning, and the rest. */
const CALM = 12.4 * 60_000;
const REST = 0.2 * 60_000;

const warning = (page: Page) => page.getByRole('dialog', { name: 'Are you still there?' });
const stay = (page: Page) => warning(page).getByRole('button');

test.describe('the warning at the desk', { tag: '@desktop' }, () => {
  test.beforeEach(async ({ page, context, server }) => {
    await colleague(server, context, 'reviewer');
    // However long the test takes, the page's time passes only where it is told to.
    await page.clock.install();
    await stops(page);
  });

  test('comes two and a half minutes before the end, and one action extends it', async ({ page }) => {
    await page.goto('/admin');
    const asked = await says(page, STAYS, [150, 900, 150]);
    await page.getByRole('searchbox').fill('half a refer');
    await page.clock.runFor(CALM);
    await expect(warning(page)).toBeHidden();
    await page.clock.runFor(REST);
    await expect(warning(page)).toBeVisible();
    await expect(warning(page)).toContainText('we will sign you out');
    await expect(stay(page)).toBeFocused();
    // A key of the list is none here.
    await page.keyboard.press('j');
    await expect(stay(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(warning(page)).toBeHidden();
    await expect(page.getByRole('searchbox'), 'what was typed is there').toHaveValue('half a refer');
    expect(asked).toEqual(['0', '1']);
    await page.clock.runFor(CALM);
    await expect(warning(page)).toBeHidden();
    await page.clock.runFor(REST);
    await expect(warning(page)).toBeVisible();
    await page.clock.resume(); // axe needs one that goes
    expect(await axe(page)).toEqual([]);
  });

  test('does not come while another tab is busy', async ({ page }) => {
    await page.goto('/admin');
    // The real server: it has been asked this very minute, whatever this page's clock says.
    const asked = page.waitForResponse(STAYS);
    await page.clock.runFor(CALM + REST);
    expect(Number(await (await asked).text())).toBeGreaterThan(840);
    await page.clock.runFor(1_000);
    await expect(warning(page)).toBeHidden();
  });

  test('without an answer the page gives way to the way in', async ({ page, context, watch }) => {
    watch.expect(/console: Failed to load resource.* 403 /);
    await page.goto('/admin/account');
    await says(page, STAYS, [150, null]);
    await page.clock.runFor(CALM + REST);
    await expect(stay(page)).toBeVisible();
    await context.clearCookies();
    await page.clock.runFor(2.6 * 60_000);
    await expect(page).toHaveURL(/\/admin\/sign-in\?notice=ended$/);
    await expect(page.getByRole('status')).toContainText('nothing happened for a while');
    await expect(warning(page), 'nobody is in').toHaveCount(0);
  });

  test('waits for better times while the server cannot be reached', async ({ page, watch }) => {
    watch.expect(/console: Failed to load resource.* 503 /, /response: 503 /);
    await page.goto('/admin/overview');
    await page.route(STAYS, (route) => route.fulfill({ status: 503, body: 'later' }));
    await page.clock.runFor(CALM + REST);
    await expect(stay(page)).toBeVisible();
    await page.unroute(STAYS);
    const answered = page.waitForResponse(STAYS);
    await stay(page).click();
    expect((await answered).status()).toBe(200);
    await expect(warning(page)).toBeHidden();
  });
});
