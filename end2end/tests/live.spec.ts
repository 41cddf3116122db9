// The status page that changes by itself: when it asks, what it says, when it stops.
import type { Page, Request } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { BORN, BY_HAND } from '../support/people';

const ASKS = '**/api/status';

/** Counts the questions a page asks from now on. */
function questions(page: Page): { count: number } {
  const tally = { count: 0 };
  page.on('request', (request: Request) => {
    if (new URL(request.url()).pathname === '/api/status') tally.count += 1;
  });
  return tally;
}

/** Writes down what the live region says, each time with the heading of the page on which it says it. */
async function listen(page: Page): Promise<string[]> {
  const heard: string[] = [];
  await page.context().exposeBinding('heard', (_, words: string) => heard.push(words));
  await page.addInitScript(() => {
    const tell = (words: string) => (window as unknown as { heard(words: string): void }).heard(words);
    let last = '';
    new MutationObserver(() => {
      const words = document.getElementById('live')?.textContent ?? '';
      if (words !== last) tell(`${document.querySelector('h1')?.textContent}: ${(last = words)}`);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return heard;
}

/** Makes the page believe that nobody looks at it, or that somebody does. */
async function look(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => to });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test.describe('the live page', { tag: '@desktop' }, () => {
  test('notices pictures handed in on another device, and says so before it goes there', async ({
    applicant,
    elsewhere,
    page,
  }) => {
    const heard = await listen(page);
    await applicant.is({ born: BORN.documentsApproved }).applies();
    await applicant.sees('documents');
    const live = page.getByRole('status').and(page.locator('#live'));
    await expect(live).toHaveAttribute('aria-live', 'polite');
    await applicant.photographs(await elsewhere(), await applicant.captureUrl());
    await applicant.sandbox.endReview();
    await applicant.sees('approved', { timeout: 20_000 });
    await expect(page).toHaveTitle('You are approved – Meridian Trading');
    // Said on the page that is about to be left, not only shown on the next one.
    const news = /^Take pictures of your identity document: .*(You are approved)/;
    expect(heard.filter((words) => news.test(words)), heard.join(' | ')).toHaveLength(1);
  });

  test('asks upstream at most every five seconds, however many tabs look', async ({ applicant, context, sandbox }) => {
    await applicant.is(BY_HAND).applies();
    const before = Date.now();
    const tabs = await Promise.all([1, 2, 3].map(async () => applicant.in(await context.newPage())));
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(tabs.map(async (tab) => {
        await tab.page.goto('/status');
        await tab.sees('manual');
      }));
    }
    const { statusCalls } = await sandbox.inquiry(applicant.person.email);
    expect(statusCalls).toBeLessThanOrEqual(2 + Math.floor((Date.now() - before) / 5_000));
  });

  test('is silent while nobody looks, and asks at once when somebody does', async ({ applicant, page }) => {
    await page.clock.install();
    const asked = questions(page);
    const first = page.waitForResponse(ASKS);
    await applicant.is({ born: BORN.documentsApproved }).applies();
    await first;
    await look(page, 'hidden');
    const before = asked.count;
    await page.clock.runFor(120_000);
    expect(asked.count, 'questions while hidden').toBe(before);
    await Promise.all([page.waitForResponse(ASKS), look(page, 'visible')]);
    expect(asked.count, 'questions when shown').toBe(before + 1);
    const next = page.waitForResponse(ASKS);
    await page.clock.runFor(3_000);
    await next;
    await Promise.all([
      page.waitForResponse(ASKS),
      page.evaluate(() => window.dispatchEvent(new Event('focus'))),
    ]);
  });

  test('waits longer each time while a person decides, and says that it goes on', async ({ applicant, page }) => {
    await page.clock.install();
    const asked = questions(page);
    const first = page.waitForResponse(ASKS);
    await applicant.is(BY_HAND).applies();
    await first;
    await page.clock.pauseAt(Date.now() + 1_000);
    const afterFirst = asked.count;
    for (let minute = 0; minute < 60; minute += 1) await page.clock.runFor(1_000);
    await expect(page.locator('#live')).toContainText('Still checking');
    const inTheFirst = asked.count - afterFirst;
    expect(inTheFirst, 'questions in the first minute').toBeGreaterThanOrEqual(4);
    expect(inTheFirst, 'questions in the first minute').toBeLessThanOrEqual(9);
  });

  test('asks nothing more once it is decided', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.is({ born: BORN.documentsApproved }).applies();
    await applicant.sees('documents');
    await applicant.sandbox.handIn(applicant.person.email);
    await applicant.sandbox.endReview();
    await applicant.sees('approved', { timeout: 20_000 });
    const asked = questions(page);
    await page.clock.runFor(120_000);
    await look(page, 'visible');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.reload();
    await applicant.sees('approved');
    await page.clock.runFor(120_000);
    expect(asked.count).toBe(0);
  });

  for (const [status, again] of [[403, false], [503, true]] as const) {
    test(`after a ${status} it ${again ? 'asks again later' : 'asks no more'}`, async ({ applicant, page, watch }) => {
      watch.expect(/console: Failed to load resource.* (403|503) /, /response: 503 /);
      await page.clock.install();
      await page.route(ASKS, (route) => route.fulfill({ status, body: again ? 'later' : 'stop' }));
      const asked = questions(page);
      const first = page.waitForResponse(ASKS);
      await applicant.is({ born: BORN.documentsApproved }).applies();
      await (await first).finished();
      await applicant.sees('documents');
      await page.clock.pauseAt(Date.now() + 500);
      await page.clock.runFor(60_000);
      await (again ? expect.poll(() => asked.count).toBeGreaterThan(1) : expect(asked.count).toBe(1));
    });
  }

  test('loads itself again where its script cannot be had', async ({ applicant, page, watch }) => {
    watch.expect(/(request|console: Failed to load resource): net::ERR_FAILED /);
    await page.clock.install();
    await page.route('**/*.wasm', (route) => route.abort());
    const failed = page.waitForEvent('requestfailed');
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    await failed;
    await applicant.sandbox.decide(applicant.person.email, 'approved');
    await expect(async () => {
      await page.clock.runFor(15_000);
      await applicant.sees('approved', { timeout: 500 });
    }).toPass({ timeout: 20_000, intervals: [250] });
  });

  test('the focus stays where it is when news arrives', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.is({ born: BORN.documentsApproved }).applies();
    await applicant.link('openCapture').focus();
    await page.clock.pauseAt(Date.now() + 500);
    await applicant.sandbox.handIn(applicant.person.email);
    await applicant.sandbox.endReview();
    await expect(async () => {
      await page.clock.runFor(500);
      await expect(page.locator('#live')).toContainText('You are approved', { timeout: 50 });
    }).toPass({ timeout: 15_000, intervals: [250] });
    await expect(applicant.link('openCapture')).toBeFocused();
    await page.clock.runFor(2_000);
    await applicant.sees('approved');
  });
});
