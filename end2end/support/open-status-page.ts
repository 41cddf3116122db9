// A status page that is open: what it listens to and asks, and a clock that stands still.
import type { Page, Request } from '@playwright/test';
import type { Applicant } from './applicant';

export const STATUS_ROUTE = '**/api/status';
export const LIVE_ROUTE = '**/status/live';

/** Counts what a page asks for from now on: questions, unless told otherwise. */
export function countRequests(page: Page, path = '/api/status'): { count: number } {
  const tally = { count: 0 };
  page.on('request', (request: Request) => {
    if (hasPath(request, path)) tally.count += 1;
  });
  return tally;
}

function hasPath(request: Request, path: string): boolean {
  return new URL(request.url()).pathname === path;
}

/** Hands in, and waits until the page listens and has asked once. From then on its clock stands still: it asks
 *  nothing but what it is told to ask. */
export async function applyAndFreezeClock(applicant: Applicant): Promise<void> {
  const { page } = applicant;
  await page.clock.install();
  const [, answer] = await Promise.all([applicant.apply(), page.waitForResponse(STATUS_ROUTE)]);
  await answer.finished();
  await freezeClock(page);
}

/** Stops the clock of a page a little later than now: a machine that is busy would find it beyond that otherwise, and
 *  no clock goes back. No page asks again as soon as that. */
export async function freezeClock(page: Page): Promise<void> {
  await page.clock.pauseAt(Date.now() + 2_000);
}

/** Lets the page's time pass, one second after the other. It stands still while a question is on its way: the
 *  server does not answer any sooner for a clock that runs fast. */
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

/** Makes the page believe that nobody looks at it, or that somebody does. */
export async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => to });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
