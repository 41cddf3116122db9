// The status page that updates itself: event stream, polls, announcements, and when they end.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { BORN, MANUAL_REVIEW } from '../support/people';
import { STATUS_ROUTE, LIVE_ROUTE, setVisibility, countRequests, advanceSeconds, freezeClock, applyAndFreezeClock } from '../support/open-status-page';

/** Records the texts of the live region, each with the heading of its page. */
async function recordAnnouncements(page: Page): Promise<string[]> {
  const announced: string[] = [];
  await page.context().exposeBinding('reportAnnouncement', (_, words: string) => announced.push(words));
  await page.addInitScript(() => {
    const report = (words: string) =>
      (window as unknown as { reportAnnouncement(words: string): void }).reportAnnouncement(words);
    let last = '';
    new MutationObserver(() => {
      const words = document.getElementById('live')?.textContent ?? '';
      if (words !== last) report(`${document.querySelector('h1')?.textContent}: ${(last = words)}`);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return announced;
}

test.describe('live status page', { tag: '@desktop' }, () => {
  test('documents submitted on another device: announced before the page changes', async ({
    applicant,
    newDevice,
    page,
  }) => {
    const announced = await recordAnnouncements(page);
    await applicant.withDetails({ born: BORN.documentsApproved }).apply();
    await applicant.expectPage('documents');
    const live = page.getByRole('status').and(page.locator('#live'));
    await expect(live).toHaveAttribute('aria-live', 'polite');
    await applicant.uploadPhotos(await newDevice(), await applicant.captureUrl());
    await applicant.sandbox.finishReview();
    await applicant.waitForPage('approved');
    await expect(page).toHaveTitle('You’re approved – Meridian Trading');
    // The page announces the change before it navigates.
    const announcement = /^Take photos of your ID: .*(You’re approved)/;
    expect(announced.filter((words) => announcement.test(words)), announced.join(' | ')).toHaveLength(1);
  });

  test('several tabs opened again and again: provider polled at most once a second', async ({ applicant, context, sandbox }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    const before = Date.now();
    const tabs = await Promise.all([1, 2, 3].map(async () => applicant.onPage(await context.newPage())));
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(tabs.map(async (tab) => {
        await tab.page.goto('/status');
        await tab.expectPage('manual');
      }));
    }
    const { statusCalls } = await sandbox.inquiry(applicant.person.email);
    // Each time a tab is opened the applicant has returned to the page.
    expect(statusCalls).toBeLessThanOrEqual(2 + Math.floor((Date.now() - before) / 1_000));
  });

  test('event from the server: shown at once without a timer', async ({
    applicant,
    context,
    page,
    sandbox,
  }) => {
    await applyAndFreezeClock(applicant.withDetails({ born: BORN.documentsApproved }));
    const polls = countRequests(page);
    await sandbox.submitDocuments(applicant.person.email);
    await sandbox.finishReview();
    // A request of another tab detects the decision and notifies this page.
    const polled = page.waitForResponse(STATUS_ROUTE);
    // HTML only: the status page's image of the capture link would fail, because the link is used.
    await expect(async () => {
      const other = await context.request.get('/status');
      expect(await other.text()).toContain(`<h1>${applicant.words.h1.approved}</h1>`);
    }).toPass();
    await polled;
    await expect(page.locator('#live')).toContainText('You’re approved');
    expect(polls.count, 'no poll before the event').toBeLessThanOrEqual(2);
    await page.clock.runFor(1_000);
    await applicant.expectPage('approved');
  });

  test('hidden page: no polls, polls at once when visible again', async ({ applicant, page }) => {
    await applyAndFreezeClock(applicant.withDetails({ born: BORN.documentsApproved }));
    const [polls, streams] = [countRequests(page), countRequests(page, '/status/live')];
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/status/live'));
    await setVisibility(page, 'hidden');
    expect((await ended).failure()?.errorText, 'the stream is closed').toBe('net::ERR_ABORTED');
    await page.clock.runFor(120_000);
    expect([polls.count, streams.count], 'while hidden').toEqual([0, 0]);
    await Promise.all([page.waitForResponse(STATUS_ROUTE), setVisibility(page, 'visible')]);
    expect([polls.count, streams.count], 'when shown').toEqual([1, 1]);
    await Promise.all([
      page.waitForResponse(STATUS_ROUTE),
      page.evaluate(() => window.dispatchEvent(new Event('focus'))),
    ]);
    expect([polls.count, streams.count], 'on focus').toEqual([2, 1]);
  });

  test('event stream open: polls rarely, announces that the check continues', async ({ applicant, page }) => {
    await applyAndFreezeClock(applicant.withDetails(MANUAL_REVIEW));
    const polls = countRequests(page);
    const second = page.waitForResponse(STATUS_ROUTE);
    await advanceSeconds(page, 15);
    await second;
    await expect(page.locator('#live')).toContainText('Still checking');
    await advanceSeconds(page, 45);
    await expect.poll(() => polls.count, 'polls in the first minute').toBeGreaterThanOrEqual(2);
    // One more poll if the first provider status brought a change.
    expect(polls.count, 'polls in the first minute').toBeLessThanOrEqual(3);
  });

  test('event stream unavailable: polls, then reconnects', async ({ applicant, page }) => {
    await page.route(LIVE_ROUTE, (route) => route.fulfill({ status: 204 }));
    await applyAndFreezeClock(applicant.withDetails({ born: BORN.documentsApproved }));
    const polls = countRequests(page);
    await page.unroute(LIVE_ROUTE);
    let hasStream = false;
    const stream = page.waitForRequest(LIVE_ROUTE).then(() => (hasStream = true));
    for (let count = 0; !hasStream; count += 1) {
      expect(count, 'the stream reconnects').toBeLessThan(20);
      const answer = page.waitForResponse(STATUS_ROUTE);
      await page.clock.runFor(3_000);
      await (await answer).finished();
    }
    await stream;
    expect(polls.count, 'polls meanwhile').toBeGreaterThan(4);
  });

  test('event stream unavailable during manual review: polls with growing intervals', async ({ applicant, page }) => {
    await page.route(LIVE_ROUTE, (route) => route.fulfill({ status: 204 }));
    await applyAndFreezeClock(applicant.withDetails(MANUAL_REVIEW));
    const polls = countRequests(page);
    await advanceSeconds(page, 60);
    await expect(page.locator('#live')).toContainText('Still checking');
    const inFirstMinute = polls.count;
    expect(inFirstMinute, 'polls in the first minute').toBeGreaterThanOrEqual(4);
    expect(inFirstMinute, 'polls in the first minute').toBeLessThanOrEqual(9);
  });

  test('final decision: no more polls', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.withDetails({ born: BORN.documentsApproved }).apply();
    await applicant.expectPage('documents');
    await applicant.sandbox.submitDocuments(applicant.person.email);
    await applicant.sandbox.finishReview();
    await applicant.waitForPage('approved');
    const [polls, streams] = [countRequests(page), countRequests(page, '/status/live')];
    await page.clock.runFor(120_000);
    await setVisibility(page, 'visible');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.reload();
    await applicant.expectPage('approved');
    await page.clock.runFor(120_000);
    expect([polls.count, streams.count]).toEqual([0, 0]);
  });

  for (const [status, again] of [[403, false], [503, true]] as const) {
    test(`poll answered with ${status}: ${again ? 'polls again later' : 'polls stop'}`, async ({ applicant, page, pageErrors }) => {
      pageErrors.expect(/console: Failed to load resource.* (403|503) /, /response: 503 /);
      await page.clock.install();
      await page.route(STATUS_ROUTE, (route) => route.fulfill({ status, body: again ? 'later' : 'stop' }));
      const polls = countRequests(page);
      const first = page.waitForResponse(STATUS_ROUTE);
      await applicant.withDetails({ born: BORN.documentsApproved }).apply();
      await (await first).finished();
      await applicant.expectPage('documents');
      await freezeClock(page);
      await page.clock.runFor(60_000);
      await (again ? expect.poll(() => polls.count).toBeGreaterThan(1) : expect(polls.count).toBe(1));
    });
  }

  test('script unavailable: page reloads automatically', async ({ applicant, page, pageErrors }) => {
    pageErrors.expect(/(request|console: Failed to load resource): net::ERR_FAILED /);
    await page.clock.install();
    await page.route('**/*.wasm', (route) => route.abort());
    const failed = page.waitForEvent('requestfailed');
    await applicant.withDetails({ born: BORN.documentsApproved }).apply();
    await applicant.expectPage('documents');
    await failed;
    await expect(page.getByRole('link', { name: 'Stop refreshing', exact: true })).toBeVisible();
    await applicant.sandbox.submitDocuments(applicant.person.email);
    await applicant.sandbox.finishReview();
    await expect(async () => {
      await page.clock.runFor(15_000);
      await applicant.expectPage('approved', { timeout: 2_000 });
    }).toPass({ timeout: 60_000, intervals: [250] });
  });

  test('times: shown in the time zone of the browser', async ({ applicant, page }) => {
    await applicant.withDetails({ born: BORN.documentsApproved }).apply();
    await applicant.expectPage('documents');
    const [expiry, checked] = [page.locator('#expires-at'), page.locator('#checked-at')];
    for (const time of [expiry, checked]) await expect(time).toHaveText(/^\d{1,2}:\d\d\s[AP]M$/);
    const seconds = Number(await expiry.getAttribute('data-at'));
    const local = new Date(seconds * 1_000).toLocaleTimeString('en-US', { timeZone: 'America/New_York', timeStyle: 'short' });
    await expect(expiry).toHaveText(local);
  });

  test('return to the page: provider polled at once', async ({ applicant, page, sandbox }) => {
    await applyAndFreezeClock(applicant.withDetails({ born: BORN.documentsApproved }));
    await setVisibility(page, 'hidden');
    await sandbox.submitDocuments(applicant.person.email);
    await sandbox.finishReview();
    // Less than the five seconds between two polls that a page makes by itself.
    sandbox.makePollsDue(2);
    const returned = page.waitForRequest((request) => (request.postData() ?? '').includes('returned=true'));
    await setVisibility(page, 'visible');
    await returned;
    await expect(page.locator('#live')).toContainText('You’re approved');
  });

  test('status update: focus stays in place', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.withDetails({ born: BORN.documentsApproved }).apply();
    await applicant.link('openCapture').focus();
    await freezeClock(page);
    await applicant.sandbox.submitDocuments(applicant.person.email);
    await applicant.sandbox.finishReview();
    // Polled with a frozen page clock, so that the page does not navigate before the check.
    await expect(async () => {
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await expect(page.locator('#live')).toContainText('You’re approved', { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expect(applicant.link('openCapture')).toBeFocused();
    await page.clock.runFor(2_000);
    await applicant.expectPage('approved');
  });
});
