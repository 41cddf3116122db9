// Session warning in the admin. Its script is shared with the applicants' pages. These tests check three things: the
// admin pages include it, it reads the admin session, and it redirects to the admin sign-in.
import type { Page } from '@playwright/test';
import { signInAs, submitCode, submitPassword, type StaffMember } from '../support/admin';
import { startApplications } from '../support/bulk-applications';
import { axeViolations } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';
import { advanceBothClocks, mockRemainingSeconds } from '../support/session-timeout';
import { freezeClock } from '../support/open-status-page';

const STAY_ROUTE = '**/admin/api/stay';
/** In milliseconds: time on a page before the warning, and the rest until it appears. */
const BEFORE_WARNING = 12.4 * 60_000;
const UNTIL_WARNING = 0.2 * 60_000;

const warning = (page: Page) => page.getByRole('dialog', { name: 'Are you still there?' });
const stay = (page: Page) => warning(page).getByRole('button');

test.describe('admin session warning', { tag: '@desktop' }, () => {
  let staff: StaffMember;

  test.beforeEach(async ({ page, context, server }) => {
    staff = await signInAs(server, context, 'reviewer');
    // Freezes the page's clock, independent of how long the test takes.
    await page.clock.install();
    await freezeClock(page);
  });

  test('shown two and a half minutes before the end: one action extends the session', async ({ page }) => {
    await page.goto('/admin');
    const requests = await mockRemainingSeconds(page, STAY_ROUTE, [150, 900, 150]);
    await page.getByRole('searchbox').fill('half a refer');
    await page.clock.runFor(BEFORE_WARNING);
    await expect(warning(page)).toBeHidden();
    await page.clock.runFor(UNTIL_WARNING);
    await expect(warning(page)).toBeVisible();
    await expect(warning(page)).toContainText('we’ll sign you out');
    await expect(stay(page)).toBeFocused();
    // The list's keyboard shortcuts do not work in the dialog.
    await page.keyboard.press('j');
    await expect(stay(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(warning(page)).toBeHidden();
    await expect(page.getByRole('searchbox'), 'typed value kept').toHaveValue('half a refer');
    expect(requests).toEqual(['0', '1']);
    await page.clock.runFor(BEFORE_WARNING);
    await expect(warning(page)).toBeHidden();
    await page.clock.runFor(UNTIL_WARNING);
    await expect(warning(page)).toBeVisible();
    await page.clock.resume(); // axe needs a running clock
    expect(await axeViolations(page)).toEqual([]);
  });

  test('other tab active: not shown', async ({ page }) => {
    await page.goto('/admin');
    // Real server response: the session was active within this minute, regardless of the page's clock.
    const response = page.waitForResponse(STAY_ROUTE);
    await page.clock.runFor(BEFORE_WARNING + UNTIL_WARNING);
    expect(Number(await (await response).text())).toBeGreaterThan(840);
    await page.clock.runFor(1_000);
    await expect(warning(page)).toBeHidden();
  });

  test('nothing happens: warning, then signed out at the server’s own time; the sign-in returns to the page', async ({
    page,
    pageErrors,
    server,
  }) => {
    pageErrors.expect(/console: Failed to load resource.* 403 /);
    await page.goto('/admin/overview');
    await advanceBothClocks(page, server, 12.6 * 60);
    await expect(warning(page)).toBeVisible();
    // Both clocks run until the server has ended the session. No answer is stubbed.
    await advanceBothClocks(page, server, 2.6 * 60);
    await expect(page).toHaveURL(/\/admin\/sign-in\?notice=ended&to=\/admin\/overview$/);
    await page.goto('/admin');
    await expect(page).toHaveURL(/\/admin\/sign-in/);
  });

  test('note typed before the end: in its field after the next sign-in', async ({ page, server, pageErrors }) => {
    // The session ends on the server before the page's own timers notice it.
    pageErrors.expect(/console: Failed to load resource.* 403 .*\/admin\/api\/(case-news|stay)/);
    await startApplications(server, 1);
    await page.goto('/admin');
    await page.locator('.cases tbody th a').first().click();
    await page.locator('#note').fill('Half a note');
    const address = page.url();
    // The answer, too: a server whose clock moves first would refuse the note of an ended session.
    const kept = page.waitForResponse('**/admin/api/keep-typed');
    await advanceBothClocks(page, server, 12.6 * 60);
    await expect(warning(page)).toBeVisible();
    expect((await kept).ok()).toBe(true);
    await advanceBothClocks(page, server, 2.6 * 60);
    await expect(page).toHaveURL(/\/admin\/sign-in\?notice=ended&to=\/admin\/case\//);
    await page.clock.resume();
    await submitPassword(page, staff.name);
    await submitCode(page, staff);
    await expect(page).toHaveURL(/\/admin$/);
    // The same case: meanwhile the list may begin with another one.
    await page.goto(address);
    await expect(page.locator('#note')).toHaveValue('Half a note');
  });

  test('no answer: page redirects to the sign-in', async ({ page, context, pageErrors }) => {
    pageErrors.expect(/console: Failed to load resource.* 403 /);
    await page.goto('/admin/account');
    await mockRemainingSeconds(page, STAY_ROUTE, [150, null]);
    await page.clock.runFor(BEFORE_WARNING + UNTIL_WARNING);
    await expect(stay(page)).toBeVisible();
    await context.clearCookies();
    await page.clock.runFor(2.6 * 60_000);
    await expect(page).toHaveURL(/\/admin\/sign-in\?notice=ended/);
    await expect(page.getByRole('status')).toContainText('Your session ended or timed out');
    await expect(warning(page), 'signed out').toHaveCount(0);
  });

  test('server unreachable: stays until the server answers', async ({ page, pageErrors }) => {
    pageErrors.expect(/console: Failed to load resource.* 503 /, /response: 503 /);
    await page.goto('/admin/overview');
    await page.route(STAY_ROUTE, (route) => route.fulfill({ status: 503, body: 'later' }));
    await page.clock.runFor(BEFORE_WARNING + UNTIL_WARNING);
    await expect(stay(page)).toBeVisible();
    await page.unroute(STAY_ROUTE);
    const answered = page.waitForResponse(STAY_ROUTE);
    await stay(page).click();
    expect((await answered).status()).toBe(200);
    await expect(warning(page)).toBeHidden();
  });
});
