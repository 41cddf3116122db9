// Mocks the remaining session time that the warning reads.
import type { Page } from '@playwright/test';

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
