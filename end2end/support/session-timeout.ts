// Mocks the remaining session time that the warning reads.
import type { Page } from '@playwright/test';

/** Answers each request with the next number of remaining seconds; null means that the session is over. Returns the
 *  `stay` values of the requests: 1 extends the session. */
export async function mockRemainingSeconds(page: Page, asks: string, answers: (number | null)[]): Promise<string[]> {
  const asked: string[] = [];
  await page.route(asks, async (route) => {
    asked.push(new URLSearchParams(route.request().postData() ?? '').get('stay') ?? '');
    const left = answers.length > 1 ? answers.shift() : answers[0];
    await (left == null ? route.fulfill({ status: 403, body: 'stop' }) : route.fulfill({ body: `${left}\n` }));
  });
  return asked;
}
