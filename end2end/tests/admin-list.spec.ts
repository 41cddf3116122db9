// The admin list: filtered, paged, searched and exported, with and without JavaScript, and by keyboard alone.
import type { Page } from '@playwright/test';
import { startApplications } from '../support/bulk-applications';
import { claimCase, signInAs, followLink, pressKey, listedReferences, submitCode } from '../support/admin';
import { axeViolations, layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';
import { person } from '../support/people';
import type { Server } from '../support/server';
import { freezeClock } from '../support/open-status-page';

/** Opens the list as a viewer and freezes the page's clock. Returns the references in it. */
async function openListAndFreezeClock(page: Page, server: Server): Promise<string[]> {
  await startApplications(server, 2);
  await signInAs(server, page.context(), 'viewer');
  await page.clock.install();
  await page.goto('/admin');
  await freezeClock(page);
  return listedReferences(page);
}

const rows = (page: Page) => page.locator('.cases tbody tr');

test.describe('admin list', { tag: ['@desktop', '@no-js'] }, () => {
  test('filtered by a form, sorted by column headers, paged by links', async ({ page, context, server }) => {
    await startApplications(server, 53);
    await signInAs(server, context, 'viewer');
    await page.goto('/admin?sort=age');
    await expect(rows(page)).toHaveCount(50);
    const first = await listedReferences(page);
    await followLink(page.getByRole('link', { name: 'Older' }));
    const second = await listedReferences(page);
    expect(second.filter((it) => first.includes(it))).toEqual([]);
    await followLink(page.getByRole('link', { name: 'Newer' }));
    expect(await listedReferences(page)).toEqual(first);

    await page.goto('/admin');
    await page.locator('.pick summary').click();
    await page.getByRole('checkbox', { name: /^Draft/ }).check();
    await page.getByLabel('Age', { exact: true }).selectOption('Under 1 day');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page).toHaveURL(/\/admin\?state=draft&decision=&age=day&whose=anyone$/);
    await expect(rows(page)).toHaveCount(50);
    await expect(page.locator('.pick .chosen')).toHaveText('Draft');
    await page.getByLabel('Decision').selectOption('Denied');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByRole('heading', { level: 2 })).toHaveText('No applications match');
    await page.getByRole('link', { name: 'Clear filters' }).first().click();
    await expect(page).toHaveURL(/\/admin$/);

    const head = page.getByRole('columnheader', { name: 'Last event' });
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    await head.getByRole('link').click();
    await expect(page.getByRole('columnheader', { name: 'Last event' })).toHaveAttribute('aria-sort', 'ascending');
    await page.locator('.views').getByRole('link', { name: /^Unassigned/ }).click();
    await expect(page).toHaveURL(/[?&]whose=nobody$/);
    await expect(page.locator('.views [aria-current=page]')).toContainText('Unassigned');
    // The table header is sticky.
    await page.locator('.turn').scrollIntoViewIfNeeded();
    await expect(page.getByRole('columnheader', { name: 'Reference' })).toBeInViewport();
  });

  test('views of own and parked cases: each shows its count', async ({ page, server, applicant, pageErrors, newDevice, javaScriptEnabled }) => {
    pageErrors.expect(/ERROR .*(the provider rejects our credentials|an application needs the operator)/);
    await startApplications(server, 2);
    await applicant.injectStartFault({ error: 403 });
    await applicant.apply();
    await applicant.expectPage('noAccess');
    const parked = await page.locator('.reference strong').innerText();
    const admin = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const who = await signInAs(server, admin.context(), 'reviewer');
    await admin.goto('/admin');
    const view = (name: RegExp) => admin.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });
    await view(/^Mine/).click();
    await expect(admin).toHaveURL(/\/admin\?whose=me$/);
    await expect(admin.getByRole('heading', { level: 2 })).toHaveText('No applications match');
    await view(/^Parked/).click();
    await expect(admin).toHaveURL(/\/admin\?state=parked$/);
    await expect(admin.locator('.pick .chosen')).toHaveText('Parked');
    await expect(rows(admin).filter({ hasText: parked })).toHaveCount(1);
    const shown = await listedReferences(admin);
    await expect(admin.locator('.views [aria-current=page]')).toHaveText(`Parked ${shown.length}`);
    expect(new Set(await admin.locator('.cases tbody td:nth-child(3)').allInnerTexts())).toEqual(new Set(['Parked']));

    await admin.getByRole('link', { name: parked }).click();
    await claimCase(admin);
    await admin.getByRole('link', { name: 'Back to the list' }).click();
    await expect(admin, 'the list is as it was').toHaveURL(/\/admin\?state=parked$/);
    await expect(rows(admin).filter({ hasText: parked })).toContainText(who.name);
    await view(/^Mine/).click();
    await expect(rows(admin).locator('th')).toHaveText([parked]);
    await expect(admin.locator('.views [aria-current=page]')).toHaveText('Mine 1');
    await expect(admin.getByLabel('Assignee')).toHaveValue('me');
  });

  test('search: no search term in any address', async ({ page, context, server, applicant }) => {
    const { given, family, email } = person();
    await applicant.withDetails({ given, family, email }).apply();
    const applied = page.context().pages()[0] ?? page;
    await signInAs(server, context, 'viewer');
    const admin = await context.newPage();
    const requests: string[] = [];
    admin.on('request', (request) => requests.push(request.url()));
    await admin.goto('/admin');
    await admin.getByRole('searchbox').fill(email);
    await admin.getByRole('button', { name: 'Search' }).click();
    await expect(admin).toHaveURL(/\/admin\/search\/[0-9a-z]{26}$/);
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Results for ${email}`);
    await expect(rows(admin)).not.toHaveCount(0);
    await expect(rows(admin).first()).not.toContainText(family);
    expect(requests.filter((url) => url.includes(email) || url.includes(encodeURIComponent(email)))).toEqual([]);
    expect(await admin.title()).not.toContain(email);
    await admin.getByRole('searchbox').fill('nobody at all');
    await admin.getByRole('button', { name: 'Search' }).click();
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText('No results for nobody at all');
    await admin.goto('/admin/search/00000000000000000000000000');
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText('This search has expired');
    await applied.close();
  });

  test('phone: first row visible, filters folded until opened', async ({ page, context, server }) => {
    await startApplications(server, 3);
    await signInAs(server, context, 'viewer');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/admin');
    // The row is wider than the screen and scrolls in its frame.
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
    await expect(fold).toHaveText('Filters: 1 active');
    await expect.poll(end).toBeLessThan(844);
    // Wide screens show the filters unfolded.
    await page.setViewportSize({ width: 1024, height: 800 });
    await expect(fold).toBeHidden();
    await expect(filters).toBeVisible();
  });

  test('export: downloads a CSV file', async ({ page, context, server, javaScriptEnabled }) => {
    await startApplications(server, 1);
    const who = await signInAs(server, context, 'administrator');
    await page.goto('/admin?whose=nobody');
    await page.getByRole('link', { name: 'Export' }).click();
    await expect(page.locator('.facts')).toContainText('Unassigned');
    await page.getByRole('checkbox', { name: 'With full names' }).check();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^applications-\d{4}-\d\d-\d\d\.csv$/);
    expect(who.codesUsed, String(javaScriptEnabled)).toBe(0);
  });
});

test.describe('admin list with JavaScript', { tag: '@desktop' }, () => {
  test('state filter: Escape closes it and its summary has the focus', async ({ page, context, server }) => {
    await signInAs(server, context, 'viewer');
    await page.goto('/admin');
    await page.locator('.pick summary').click();
    await page.getByRole('checkbox', { name: /^Erased/ }).focus();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('checkbox', { name: /^Erased/ })).toBeHidden();
    await expect(page.locator('.pick summary')).toBeFocused();
  });

  test('long name and email address: never wrapped, table fits wide screens', async ({ page, context, server, applicant }) => {
    const email = 'maximiliana.wolfeschlegelsteinhausen@correspondence.example.com';
    await applicant.withDetails({ given: 'Maximiliana', family: 'Wolfeschlegelsteinhausen', email }).apply();
    await signInAs(server, context, 'viewer');
    const admin = await context.newPage();
    // Other tests assign cases to reviewers with long names; this filter leaves those out.
    await admin.goto('/admin?state=approved&whose=nobody');
    for (const width of [1440, 1200, 1024, 390]) {
      await admin.setViewportSize({ width, height: 900 });
      const broken = await admin.locator('.cases .applicant > *').evaluateAll((parts) =>
        parts.filter((it) => it.getBoundingClientRect().height > 1.5 * parseFloat(getComputedStyle(it).lineHeight)).map((it) => it.textContent));
      expect(broken, `${width}`).toEqual([]);
      const wide = await admin.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, 'the page').toBeLessThanOrEqual(width);
      const moved = await admin.locator('.wide-table').evaluate((it) => it.scrollWidth > it.clientWidth);
      expect(moved, `the table is moved in its frame at ${width}`).toBe(width === 390);
    }
    await page.close();
  });

  test('keyboard shortcuts: select a row, open it, search, and can be disabled', async ({ page, context, server }) => {
    await startApplications(server, 4);
    await signInAs(server, context, 'viewer');
    await page.goto('/admin');
    const links = page.locator('.cases tbody th a');
    await pressKey(page, 'j');
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
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(dialog).toBeVisible();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByLabel('Single-key shortcuts').uncheck();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('j');
    await expect(links.first()).not.toBeFocused();
    await page.reload();
    await pressKey(page, 'j');
    await expect(links.first()).not.toBeFocused();
    await page.getByRole('button', { name: 'Keyboard' }).click();
    await dialog.getByLabel('Single-key shortcuts').check();
    await dialog.getByRole('button', { name: 'Close' }).click();
    const to = await links.nth(1).getAttribute('href');
    await links.first().focus();
    await pressKey(page, 'n');
    await page.waitForURL((url) => url.pathname + url.search === to);
    await pressKey(page, 'u');
    await page.waitForURL(/\/admin$/);
    const chosen = await links.first().innerText();
    await pressKey(page, 'j');
    await expect(links.first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Case ${chosen}`);
  });

  test('new rows without a selected row: inserted automatically', async ({ page, server }) => {
    const shown = await openListAndFreezeClock(page, server);
    await startApplications(server, 3);
    // `?again` marks an automatic request, which does not extend the session.
    const brought = page.waitForRequest((request) => request.url().endsWith('/admin?again'));
    await page.clock.runFor(16_000);
    await brought;
    await expect(page.locator('.cases .is-new')).toHaveCount(3);
    expect((await listedReferences(page)).slice(3, 5)).toEqual(shown.slice(0, 2));
    await expect(page.locator('.news')).toHaveText('New rows added');
    await page.clock.resume(); // axe needs a running clock
    expect(await axeViolations(page)).toEqual([]);
    // The setting is stored in the browser.
    await pressKey(page, '?');
    await page.getByLabel('Show new rows automatically').uncheck();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await startApplications(server, 1);
    await page.clock.runFor(16_000);
    await expect(page.locator('.news')).toHaveText('1 new: show it');
    await expect(page.locator('.cases .is-new')).toHaveCount(0);
  });

  test('new rows with a selected row: announced, inserted on request', async ({ page, server }) => {
    const shown = await openListAndFreezeClock(page, server);
    // A row is selected.
    await pressKey(page, 'j');
    const total = Number((await page.locator('[data-count="all"]').innerText()).replace(/,/g, ''));
    await startApplications(server, 3);
    await page.clock.runFor(16_000);
    const news = page.locator('.news');
    await expect(news).toHaveText('3 new: show them');
    await expect(news).toHaveAttribute('role', 'status');
    await expect(page.locator('[data-count="all"]')).toHaveText((total + 3).toLocaleString('en-US'));
    expect(await listedReferences(page), 'no row has moved').toEqual(shown);
    await news.getByRole('link').click();
    await expect(page.locator('.news')).toBeEmpty();
    const now = await listedReferences(page);
    expect(now.slice(3, 5)).toEqual(shown.slice(0, 2));
  });

  test('second factor too old: asked again before the export', async ({ page, context, server }) => {
    const who = await signInAs(server, context, 'reviewer');
    await page.goto('/admin/confirm?to=/admin/export/state=parked;whose=me');
    await submitCode(page, who);
    await expect(page).toHaveURL('/admin/export/state=parked;whose=me');
    await expect(page.locator('.facts')).toContainText('Parked');
  });

  for (const [what, path] of [
    ['rows', '/admin'],
    ['no rows', '/admin?state=denied'],
    ['an expired search', '/admin/search/00000000000000000000000000'],
    ['an export', '/admin/export/state=parked'],
  ] as const) {
    test(`${what}: no layout faults`, async ({ page, context, server }) => {
      await startApplications(server, 3);
      await signInAs(server, context, 'administrator');
      await page.goto(path);
      expect(await layoutFaults(page), path).toEqual([]);
    });
  }
});
