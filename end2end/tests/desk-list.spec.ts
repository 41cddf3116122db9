// The reviewers' list: narrowed down, turned over, searched and taken away, with and without JavaScript; by keyboard alone.
import type { Page } from '@playwright/test';
import { begin } from '../support/bulk-applications';
import { claims, colleague, follows, key, references, second } from '../support/desk';
import { axe, faults } from '../support/desk-looks';
import { expect, test } from '../support/fixtures';
import { person } from '../support/people';
import type { Server } from '../support/server';
import { stops } from '../support/open-status-page';

/** Opens the list for somebody who looks at it while time stands still; the rows that they see. */
async function looks(page: Page, server: Server): Promise<string[]> {
  await begin(server, 2);
  await colleague(server, page.context(), 'viewer');
  await page.clock.install();
  await page.goto('/admin');
  await stops(page);
  return references(page);
}

const rows = (page: Page) => page.locator('.cases tbody tr');

test.describe('the list', { tag: ['@desktop', '@no-js'] }, () => {
  test('is narrowed down by a form, sorted by its heads, and turned over by links', async ({ page, context, server }) => {
    await begin(server, 53);
    await colleague(server, context, 'viewer');
    await page.goto('/admin?sort=age');
    await expect(rows(page)).toHaveCount(50);
    const first = await references(page);
    await follows(page.getByRole('link', { name: 'Older' }));
    const second = await references(page);
    expect(second.filter((it) => first.includes(it))).toEqual([]);
    await follows(page.getByRole('link', { name: 'Newer' }));
    expect(await references(page)).toEqual(first);

    await page.goto('/admin');
    await page.locator('.pick summary').click();
    await page.getByRole('checkbox', { name: /^Filling in/ }).check();
    await page.getByLabel('Age', { exact: true }).selectOption('Under 1 day');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page).toHaveURL(/\/admin\?state=draft&decision=&age=day&whose=anyone$/);
    await expect(rows(page)).toHaveCount(50);
    await expect(page.locator('.pick .chosen')).toHaveText('Filling in');
    await page.getByLabel('Decision').selectOption('Denied');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByRole('heading', { level: 2 })).toHaveText('Nothing fits these filters');
    await page.getByRole('link', { name: 'Clear filters' }).first().click();
    await expect(page).toHaveURL(/\/admin$/);

    const head = page.getByRole('columnheader', { name: 'Last event' });
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    await head.getByRole('link').click();
    await expect(page.getByRole('columnheader', { name: 'Last event' })).toHaveAttribute('aria-sort', 'ascending');
    await page.locator('.views').getByRole('link', { name: /^Nobody/ }).click();
    await expect(page).toHaveURL(/\?whose=nobody$/);
    await expect(page.locator('.views [aria-current=page]')).toContainText('Nobody');
    // The head stays in sight.
    await page.locator('.turn').scrollIntoViewIfNeeded();
    await expect(page.getByRole('columnheader', { name: 'Reference' })).toBeInViewport();
  });

  test('has a view of what is mine and one of what is parked, and each counts its rows', async ({ page, server, applicant, watch, elsewhere, javaScriptEnabled }) => {
    watch.expect(/ERROR .*the upstream refuses us/);
    await begin(server, 2);
    await applicant.meets({ error: 403 });
    await applicant.applies();
    await applicant.sees('parked');
    const parked = await page.locator('.reference strong').innerText();
    const desk = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    const who = await colleague(server, desk.context(), 'reviewer');
    await desk.goto('/admin');
    const view = (name: RegExp) => desk.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });
    await view(/^Mine/).click();
    await expect(desk).toHaveURL(/\/admin\?whose=me$/);
    await expect(desk.getByRole('heading', { level: 2 })).toHaveText('Nothing fits these filters');
    await view(/^Parked/).click();
    await expect(desk).toHaveURL(/\/admin\?state=parked$/);
    await expect(desk.locator('.pick .chosen')).toHaveText('Parked');
    await expect(rows(desk).filter({ hasText: parked })).toHaveCount(1);
    const shown = await references(desk);
    await expect(desk.locator('.views [aria-current=page]')).toHaveText(`Parked ${shown.length}`);
    expect(new Set(await desk.locator('.cases tbody td:nth-child(3)').allInnerTexts())).toEqual(new Set(['Parked']));

    await desk.getByRole('link', { name: parked }).click();
    await claims(desk);
    await desk.getByRole('link', { name: 'Back to the list' }).click();
    await expect(desk, 'the list is as it was').toHaveURL(/\/admin\?state=parked$/);
    await expect(rows(desk).filter({ hasText: parked })).toContainText(who.name);
    await view(/^Mine/).click();
    await expect(rows(desk).locator('th')).toHaveText([parked]);
    await expect(desk.locator('.views [aria-current=page]')).toHaveText('Mine 1');
    await expect(desk.getByLabel('Assigned to')).toHaveValue('me');
  });

  test('is searched without a word of it in an address', async ({ page, context, server, applicant }) => {
    const { given, family, email } = person();
    await applicant.is({ given, family, email }).applies();
    const applied = page.context().pages()[0] ?? page;
    await colleague(server, context, 'viewer');
    const desk = await context.newPage();
    const asked: string[] = [];
    desk.on('request', (request) => asked.push(request.url()));
    await desk.goto('/admin');
    await desk.getByRole('searchbox').fill(email);
    await desk.getByRole('button', { name: 'Search' }).click();
    await expect(desk).toHaveURL(/\/admin\/search\/[0-9a-z]{26}$/);
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Found for ${email}`);
    await expect(rows(desk)).not.toHaveCount(0);
    await expect(rows(desk).first()).not.toContainText(family);
    expect(asked.filter((url) => url.includes(email) || url.includes(encodeURIComponent(email)))).toEqual([]);
    expect(await desk.title()).not.toContain(email);
    await desk.getByRole('searchbox').fill('nobody at all');
    await desk.getByRole('button', { name: 'Search' }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Nothing was found for nobody at all');
    await desk.goto('/admin/search/00000000000000000000000000');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('This search is over');
    await applied.close();
  });

  test('shows its first row on a phone, and its filters when asked for', async ({ page, context, server }) => {
    await begin(server, 3);
    await colleague(server, context, 'viewer');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/admin');
    // The row is wider than the screen, and moved in its frame.
    const end = async () => rows(page).first().evaluate((row) => row.getBoundingClientRect().bottom);
    expect(await end()).toBeLessThan(844);
    const filters = page.getByRole('form', { name: 'Filters' });
    await expect(filters).toBeHidden();
    const fold = page.locator('.fold summary');
    await expect(fold).toHaveText('Filters');
    await fold.focus();
    await page.keyboard.press('Enter');
    await expect(filters).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(page.locator('.pick summary')).toBeFocused();
    await page.getByLabel('Age', { exact: true }).selectOption('Under 1 day');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page).toHaveURL(/age=day/);
    await expect(fold).toHaveText('Filters: 1 set');
    await expect.poll(end).toBeLessThan(844);
    // Where there is room nothing is folded.
    await page.setViewportSize({ width: 1024, height: 800 });
    await expect(fold).toBeHidden();
    await expect(filters).toBeVisible();
  });

  test('is taken away as a file', async ({ page, context, server, javaScriptEnabled }) => {
    await begin(server, 1);
    const who = await colleague(server, context, 'administrator');
    await page.goto('/admin?whose=nobody');
    await page.getByRole('link', { name: 'Export' }).click();
    await expect(page.locator('.facts')).toContainText('Nobody');
    await page.getByRole('checkbox', { name: 'With names' }).check();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^applications-\d{4}-\d\d-\d\d\.csv$/);
    expect(who.used, String(javaScriptEnabled)).toBe(0);
  });
});

test.describe('with a script', { tag: '@desktop' }, () => {
  test('breaks no name and no address in two, and fits where there is room', async ({ page, context, server, applicant }) => {
    const email = 'maximiliana.wolfeschlegelsteinhausen@correspondence.example.com';
    await applicant.is({ given: 'Maximiliana', family: 'Wolfeschlegelsteinhausen', email }).applies();
    await colleague(server, context, 'viewer');
    const desk = await context.newPage();
    // Without the long names of those who were given a case in other tests.
    await desk.goto('/admin?state=approved&whose=nobody');
    for (const width of [1440, 1200, 1024, 390]) {
      await desk.setViewportSize({ width, height: 900 });
      const broken = await desk.locator('.cases .applicant > *').evaluateAll((parts) =>
        parts.filter((it) => it.getBoundingClientRect().height > 1.5 * parseFloat(getComputedStyle(it).lineHeight)).map((it) => it.textContent));
      expect(broken, `${width}`).toEqual([]);
      const wide = await desk.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, 'the page').toBeLessThanOrEqual(width);
      const moved = await desk.locator('.wide-table').evaluate((it) => it.scrollWidth > it.clientWidth);
      expect(moved, `the table is moved in its frame at ${width}`).toBe(width === 390);
    }
    await page.close();
  });

  test('keys go from row to row, open one, search, and can be switched off', async ({ page, context, server }) => {
    await begin(server, 4);
    await colleague(server, context, 'viewer');
    await page.goto('/admin');
    const links = page.locator('.cases tbody th a');
    await key(page, 'j');
    await expect(links.first()).toBeFocused();
    await page.keyboard.press('j');
    await expect(links.nth(1)).toBeFocused();
    await expect(rows(page).nth(1).locator('.exact').first()).toBeVisible();
    await page.keyboard.press('k');
    await expect(links.first()).toBeFocused();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('j?n');
    await expect(page.getByRole('searchbox')).toHaveValue('j?n');
    await page.keyboard.press('Tab');
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys of the list' });
    await expect(dialog).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await dialog.getByLabel('Single keys are on').uncheck();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('j');
    await expect(links.first()).not.toBeFocused();
    await page.reload();
    await key(page, 'j');
    await expect(links.first()).not.toBeFocused();
    await page.getByRole('button', { name: 'Keyboard' }).click();
    await dialog.getByLabel('Single keys are on').check();
    await dialog.getByRole('button', { name: 'Close' }).click();
    const to = await links.nth(1).getAttribute('href');
    await links.first().focus();
    await key(page, 'n');
    await page.waitForURL((url) => url.pathname + url.search === to);
    await key(page, 'u');
    await page.waitForURL(/\/admin$/);
    const chosen = await links.first().innerText();
    await key(page, 'j');
    await expect(links.first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Case ${chosen}`);
  });

  test('what is new comes by itself where nobody is at the rows', async ({ page, server }) => {
    const shown = await looks(page, server);
    await begin(server, 3);
    // Asked for so that it keeps no session awake.
    const brought = page.waitForRequest((request) => request.url().endsWith('/admin?again'));
    await page.clock.runFor(16_000);
    await brought;
    await expect(page.locator('.cases .is-new')).toHaveCount(3);
    expect((await references(page)).slice(3, 5)).toEqual(shown.slice(0, 2));
    await expect(page.locator('.news')).toHaveText('New rows are shown');
    await page.clock.resume(); // axe needs one that goes
    expect(await axe(page)).toEqual([]);
    // Whoever does not want that says so, and it is remembered.
    await key(page, '?');
    await page.getByLabel('New rows come by themselves').uncheck();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await begin(server, 1);
    await page.clock.runFor(16_000);
    await expect(page.locator('.news')).toHaveText('1 new: show it');
    await expect(page.locator('.cases .is-new')).toHaveCount(0);
  });

  test('what is new is told, and shown when asked for', async ({ page, server }) => {
    const shown = await looks(page, server);
    // Somebody is at the rows.
    await key(page, 'j');
    const total = Number((await page.locator('[data-count="all"]').innerText()).replace(/,/g, ''));
    await begin(server, 3);
    await page.clock.runFor(16_000);
    const news = page.locator('.news');
    await expect(news).toHaveText('3 new: show them');
    await expect(news).toHaveAttribute('role', 'status');
    await expect(page.locator('[data-count="all"]')).toHaveText((total + 3).toLocaleString('en-US'));
    expect(await references(page), 'no row has moved').toEqual(shown);
    await news.getByRole('link').click();
    await expect(page.locator('.news')).toBeEmpty();
    const now = await references(page);
    expect(now.slice(3, 5)).toEqual(shown.slice(0, 2));
  });

  test('a second factor of long ago is asked for again, and the file comes after', async ({ page, context, server }) => {
    const who = await colleague(server, context, 'reviewer');
    await page.goto('/admin/confirm?to=/admin/export/state=parked;whose=me');
    await second(page, who);
    await expect(page).toHaveURL('/admin/export/state=parked;whose=me');
    await expect(page.locator('.facts')).toContainText('Parked');
  });

  for (const [what, path] of [
    ['rows', '/admin'],
    ['no rows', '/admin?state=denied'],
    ['a search that is over', '/admin/search/00000000000000000000000000'],
    ['an export', '/admin/export/state=parked'],
  ] as const) {
    test(`has nothing wrong with the looks of ${what}`, async ({ page, context, server }) => {
      await begin(server, 3);
      await colleague(server, context, 'administrator');
      await page.goto(path);
      expect(await faults(page), path).toEqual([]);
    });
  }
});
