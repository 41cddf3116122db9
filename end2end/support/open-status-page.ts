// Helpers for an open status page: count its requests and control its clock.
import type { Page, Request } from '@playwright/test';
import type { Applicant } from './applicant';

export const STATUS_ROUTE = '**/api/status';
export const LIVE_ROUTE = '**/status/live';

/** Counts requests of a page from now on, by default status polls. */
export function countRequests(page: Page, path = '/api/status'): { count: number } {
  const counter = { count: 0 };
  page.on('request', (request: Request) => {
    if (hasPath(request, path)) counter.count += 1;
  });
  return counter;
}

function hasPath(request: Request, path: string): boolean {
  return new URL(request.url()).pathname === path;
}

/** Submits the application and waits for the event stream and the first poll. Then it freezes the page's clock:
 *  only the test triggers further polls. */
export async function applyAndFreezeClock(applicant: Applicant): Promise<void> {
  const { page } = applicant;
  await page.clock.install();
  const [, answer] = await Promise.all([applicant.apply(), page.waitForResponse(STATUS_ROUTE)]);
  await answer.finished();
  await freezeClock(page);
}

/** Freezes the page's clock two seconds from now. A busy machine may already be past the current time, and a clock
 *  cannot go back. No page polls again that soon. */
export async function freezeClock(page: Page): Promise<void> {
  await page.clock.pauseAt(Date.now() + 2_000);
}

/** Advances the page's clock second by second. It waits for each open poll: a fast page clock does not make the
 *  server respond sooner. */
export async function advanceSeconds(page: Page, count: number): Promise<void> {
  const open = new Set<Request>();
  const opened = (request: Request) => {
    if (hasPath(request, '/api/status')) open.add(request);
  };
  page.on('request', opened);
  for (let second = 0; second < count; second += 1) {
    await page.clock.runFor(1_000);
    for (const request of open) {
      await (await request.response())?.finished();
      open.delete(request);
    }
  }
  page.off('request', opened);
}

/** Simulates a hidden or a visible page. */
export async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => to });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
