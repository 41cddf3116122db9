// The status page that changes by itself: when it listens and asks, what it says, when it stops.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { BORN, BY_HAND } from '../support/people';
import { ASKS, LISTENS, look, questions, seconds, stops, waits } from '../support/open-status-page';

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
    await applicant.comesTo('approved');
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

  test('shows what the server has heard as soon as it has, though its clock stands still', async ({
    applicant,
    context,
    page,
    sandbox,
  }) => {
    await waits(applicant.is({ born: BORN.documentsApproved }));
    const asked = questions(page);
    await sandbox.handIn(applicant.person.email);
    await sandbox.endReview();
    // Whoever hears of it, such as another tab, tells this one.
    const told = page.waitForResponse(ASKS);
    // Without its pictures: the link that one of them shows has been used by then.
    await expect(async () => {
      const other = await context.request.get('/status');
      expect(await other.text()).toContain(`<h1>${applicant.words.h1.approved}</h1>`);
    }).toPass();
    await told;
    await expect(page.locator('#live')).toContainText('You are approved');
    expect(asked.count, 'nobody asked before there was something to hear').toBeLessThanOrEqual(2);
    await page.clock.runFor(1_000);
    await applicant.sees('approved');
  });

  test('is silent while nobody looks, and asks at once when somebody does', async ({ applicant, page }) => {
    await waits(applicant.is({ born: BORN.documentsApproved }));
    const [asked, listened] = [questions(page), questions(page, '/status/live')];
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/status/live'));
    await look(page, 'hidden');
    expect((await ended).failure()?.errorText, 'the stream is closed').toBe('net::ERR_ABORTED');
    await page.clock.runFor(120_000);
    expect([asked.count, listened.count], 'while hidden').toEqual([0, 0]);
    await Promise.all([page.waitForResponse(ASKS), look(page, 'visible')]);
    expect([asked.count, listened.count], 'when shown').toEqual([1, 1]);
    await Promise.all([
      page.waitForResponse(ASKS),
      page.evaluate(() => window.dispatchEvent(new Event('focus'))),
    ]);
    expect([asked.count, listened.count], 'when looked at again').toEqual([2, 1]);
  });

  test('asks seldom while it is told when to, and says that it goes on', async ({ applicant, page }) => {
    await waits(applicant.is(BY_HAND));
    const asked = questions(page);
    const second = page.waitForResponse(ASKS);
    await seconds(page, 15);
    await second;
    await expect(page.locator('#live')).toContainText('Still checking');
    await seconds(page, 45);
    await expect.poll(() => asked.count, 'questions in the first minute').toBeGreaterThanOrEqual(2);
    // One more where the first answer of the upstream said something new.
    expect(asked.count, 'questions in the first minute').toBeLessThanOrEqual(3);
  });

  test('without a stream it asks, and listens again once it can', async ({ applicant, page }) => {
    await page.route(LISTENS, (route) => route.fulfill({ status: 204 }));
    await waits(applicant.is({ born: BORN.documentsApproved }));
    const asked = questions(page);
    await page.unroute(LISTENS);
    let listens = false;
    const stream = page.waitForRequest(LISTENS).then(() => (listens = true));
    for (let count = 0; !listens; count += 1) {
      expect(count, 'it listens again in the end').toBeLessThan(20);
      const answer = page.waitForResponse(ASKS);
      await page.clock.runFor(3_000);
      await (await answer).finished();
    }
    await stream;
    expect(asked.count, 'questions meanwhile').toBeGreaterThan(4);
  });

  test('without a stream it waits longer each time while a person decides', async ({ applicant, page }) => {
    await page.route(LISTENS, (route) => route.fulfill({ status: 204 }));
    await waits(applicant.is(BY_HAND));
    const asked = questions(page);
    await seconds(page, 60);
    await expect(page.locator('#live')).toContainText('Still checking');
    const inTheFirst = asked.count;
    expect(inTheFirst, 'questions in the first minute').toBeGreaterThanOrEqual(4);
    expect(inTheFirst, 'questions in the first minute').toBeLessThanOrEqual(9);
  });

  test('asks nothing more once it is decided', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.is({ born: BORN.documentsApproved }).applies();
    await applicant.sees('documents');
    await applicant.sandbox.handIn(applicant.person.email);
    await applicant.sandbox.endReview();
    await applicant.comesTo('approved');
    const [asked, listened] = [questions(page), questions(page, '/status/live')];
    await page.clock.runFor(120_000);
    await look(page, 'visible');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.reload();
    await applicant.sees('approved');
    await page.clock.runFor(120_000);
    expect([asked.count, listened.count]).toEqual([0, 0]);
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
      await stops(page);
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
      await applicant.sees('approved', { timeout: 2_000 });
    }).toPass({ timeout: 60_000, intervals: [250] });
  });

  test('the focus stays where it is when news arrives', async ({ applicant, page }) => {
    await page.clock.install();
    await applicant.is({ born: BORN.documentsApproved }).applies();
    await applicant.link('openCapture').focus();
    await stops(page);
    await applicant.sandbox.handIn(applicant.person.email);
    await applicant.sandbox.endReview();
    // Asked for while the clock stands still: the page must not go on before it was looked at.
    await expect(async () => {
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await expect(page.locator('#live')).toContainText('You are approved', { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expect(applicant.link('openCapture')).toBeFocused();
    await page.clock.runFor(2_000);
    await applicant.sees('approved');
  });
});
