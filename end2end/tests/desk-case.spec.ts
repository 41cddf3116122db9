// A case at the reviewers' desk: read, acted upon, and left for the next one, with and without JavaScript.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { colleague } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { moving } from '../support/looks';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is wrong with a page for somebody who sees, hears or zooms. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`)));
  }
  found.push(...(await moving(page)));
  for (const width of [320, 390, 1024, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`the page is ${wide} wide at ${width}`);
  }
  return found;
}

test.describe('a case', { tag: ['@desktop', '@no-js'] }, () => {
  test('is opened from the list, read, and left for the next one or the list', async ({ page: desk, context, server, applicant }) => {
    await applicant.applies();
    await colleague(server, context, 'viewer');
    await desk.goto('/admin?sort=age');
    const row = desk.locator('.cases tbody tr').first();
    const reference = await row.locator('th').innerText();
    await row.locator('th a').click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await expect(desk.locator('.trail > li').first()).toContainText('Opened');
    await expect(desk.locator('.moved').first()).toBeVisible();
    const answers = desk.locator('.trail-answers').first();
    await answers.locator('summary').click();
    await expect(answers.locator('dd').first()).toContainText('…');
    await desk.getByRole('link', { name: 'Back to the list' }).click();
    await expect(desk).toHaveURL(/\/admin\?sort=age$/);
  });

  test('has nothing wrong with its looks', async ({ page: desk, context, server, applicant }) => {
    await applicant.applies();
    await colleague(server, context, 'reviewer');
    await desk.goto('/admin?sort=age');
    await desk.locator('.cases tbody th a').first().click();
    for (const details of await desk.locator('.trail-answers summary').all()) await details.click();
    expect(await faults(desk)).toEqual([]);
  });
});

test.describe('a case, with a script', { tag: '@desktop' }, () => {
  test('gives way to the next one at one key, and to the list at another', async ({ page: desk, context, server, applicant }) => {
    await applicant.applies();
    const other = await context.browser()?.newContext({ baseURL: server.url });
    const page = await other?.newPage();
    await page?.goto('/');
    await page?.locator('main form .button').first().click();
    await other?.close();
    await colleague(server, context, 'viewer');
    await desk.goto('/admin?sort=age');
    const [first = '', second = ''] = await desk.locator('.cases tbody th').allInnerTexts();
    await desk.keyboard.press('n');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${first}`);
    await desk.keyboard.press('n');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${second}`);
    await desk.keyboard.press('k');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${first}`);
    await desk.keyboard.press('u');
    await expect(desk).toHaveURL(/\/admin\?sort=age$/);
  });
});
