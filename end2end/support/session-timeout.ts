// How long a session has left, as the page hears it that warns before the end.
import type { Page } from '@playwright/test';

/** Lets the server say how many seconds are left, each time it is asked; null means that the session is over. Says what
 *  it was asked: 1 for a sign of life. */
export async function mockRemainingSeconds(page: Page, asks: string, answers: (number | null)[]): Promise<string[]> {
  const asked: string[] = [];
  await page.route(asks, async (route) => {
    asked.push(new URLSearchParams(route.request().postData() ?? '').get('stay') ?? '');
    const left = answers.length > 1 ? answers.shift() : answers[0];
    await (left == null ? route.fulfill({ status: 403, body: 'stop' }) : route.fulfill({ body: `${left}\n` }));
  });
  return asked;
}
