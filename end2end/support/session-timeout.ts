// Helpers for the session warning: advance both clocks, or mock the remaining time that the warning reads.
import type { Page } from '@playwright/test';
import type { Server } from './server';

/** Advances the server's clock and then the page's clock, so that the page gets the server's own remaining time. */
export async function advanceBothClocks(page: Page, server: Server, seconds: number): Promise<void> {
  server.advanceClock(seconds);
  await page.clock.runFor(seconds * 1_000);
}

/** Answers each request with the next number of remaining seconds; null means that the session is over. Returns the
 *  `stay` values of the requests: 1 extends the session. */
export async function mockRemainingSeconds(page: Page, path: string, answers: (number | null)[]): Promise<string[]> {
  const stayValues: string[] = [];
  await page.route(path, async (route) => {
    stayValues.push(new URLSearchParams(route.request().postData() ?? '').get('stay') ?? '');
    const seconds = answers.length > 1 ? answers.shift() : answers[0];
    await (seconds == null ? route.fulfill({ status: 403, body: 'stop' }) : route.fulfill({ body: `${seconds}\n` }));
  });
  return stayValues;
}
