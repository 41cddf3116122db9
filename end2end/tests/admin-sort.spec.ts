// The admin list sorted by each plain column: paging and the next case keep the order. With and without JavaScript.
import type { Locator, Page } from '@playwright/test';
import { startApplications } from '../support/bulk-applications';
import { claimCase, signInAs, followLink, listedReferences } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';
import { freezeClock } from '../support/open-status-page';

const rows = (page: Page) => page.locator('.cases tbody tr');
/** Accessible name of a column header: its column, and what a click does. */
const columnName = (column: string, order: string) => new RegExp(`^${column} ?[↑↓]?, sort ${order}$`);
const head = (page: Page, name: string) => page.getByRole('columnheader', { name: new RegExp(`^${name}`) });

/** Clicks a column header. Returns the header afterwards. */
async function sortBy(page: Page, name: string): Promise<Locator> {
  await followLink(head(page, name).getByRole('link'));
  return head(page, name);
}

test.describe('sorted list', { tag: ['@desktop', '@no-js'] }, () => {
  for (const [column, sort, first, other] of [
    ['Reference', 'reference', 'from A to Z', 'from Z to A'],
    ['State', 'state', 'earliest stage first', 'decided first'],
    ['Assignee', 'assignee', 'from A to Z', 'from Z to A'],
  ] as const) {
    test(`sorted by ${sort} in both directions: paging and next case keep the order`, async ({ page, context, server }) => {
      const who = await signInAs(server, context, 'reviewer');
      await page.goto('/admin');
      // Creates more than one page of rows, once for all of these tests.
      if ((await page.getByRole('link', { name: 'Older' }).count()) === 0) await startApplications(server, 52);
      await page.goto('/admin');
      await rows(page).first().locator('th a').click();
      await claimCase(page);
      const [claimed = ''] = /VB-\w{4}-\w{4}/.exec(page.url()) ?? [];
      await page.goto('/admin');
      await expect(head(page, column).getByRole('link')).toHaveAccessibleName(columnName(column, first));
      const sorted = await sortBy(page, column);
      await expect(page).toHaveURL(`${server.url}/admin?sort=${sort}`);
      await expect(sorted).toHaveAttribute('aria-sort', 'ascending');
      await expect(page.locator('thead [aria-sort]')).toHaveCount(1);
      await expect(sorted.getByRole('link')).toHaveAccessibleName(columnName(column, other));

      const top = await listedReferences(page);
      expect(top).toHaveLength(50);
      if (sort === 'reference') expect(top).toEqual([...top].sort());
      if (sort === 'assignee') {
        expect(top).toContain(claimed);
        const assignees = await page.locator('.cases td:last-child').allInnerTexts();
        expect(assignees).toContain(who.name);
        const taken = assignees.filter((name) => name !== 'Unassigned');
        expect(assignees.slice(0, taken.length), 'unassigned cases come last').toEqual([...taken].sort());
      }
      await followLink(page.getByRole('link', { name: 'Next page' }));
      const next = await listedReferences(page);
      expect(next.filter((it) => top.includes(it))).toEqual([]);
      await expect(head(page, column)).toHaveAttribute('aria-sort', 'ascending');
      await rows(page).first().locator('th a').click();
      await page.locator('.case-turn [data-to=prev]').click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Case ${top[49]}`);
      await followLink(page.locator('.case-turn [data-to=list]'));
      expect(await listedReferences(page), 'the list is as it was').toEqual(next);
      await followLink(page.getByRole('link', { name: 'Previous page' }));
      expect(await listedReferences(page)).toEqual(top);

      const turned = await sortBy(page, column);
      await expect(page).toHaveURL(`${server.url}/admin?sort=${sort}&order=descending`);
      await expect(turned).toHaveAttribute('aria-sort', 'descending');
      const last = await listedReferences(page);
      if (sort === 'reference') expect(last).toEqual([...last].sort().reverse());
      if (sort === 'assignee') expect(last).not.toContain(claimed);
      if (sort === 'state') {
        // Decision sorts by state, and only one of the two headers has `aria-sort`.
        await expect(head(page, 'Decision')).not.toHaveAttribute('aria-sort');
        await sortBy(page, 'Decision');
        await expect(head(page, 'State')).toHaveAttribute('aria-sort', 'ascending');
        expect(await listedReferences(page)).toEqual(top);
      }
      await page.getByLabel('Age', { exact: true }).selectOption('Under 1 day');
      await page.getByRole('button', { name: 'Apply' }).click();
      // The age filter is a range of the order by age, as a whole or within each state or assignee.
      const by = sort === 'reference' ? 'Age' : column;
      await expect(head(page, by)).toHaveAttribute('aria-sort', /./);
      await expect(head(page, 'Reference').getByRole('link')).toHaveCount(0);
    });
  }
});

test.describe('sorted list with JavaScript', { tag: '@desktop' }, () => {
  test('new rows under another order: counts update, no row inserted', async ({ page, server }) => {
    await startApplications(server, 2);
    await signInAs(server, page.context(), 'viewer');
    await page.clock.install();
    await page.goto('/admin?sort=reference');
    await freezeClock(page);
    const shown = await listedReferences(page);
    const total = Number((await page.locator('[data-count="all"]').innerText()).replace(/,/g, ''));
    await startApplications(server, 3);
    await page.clock.runFor(16_000);
    await expect(page.locator('[data-count="all"]')).toHaveText((total + 3).toLocaleString('en-US'));
    await expect(page.locator('.news')).toBeEmpty();
    expect(await listedReferences(page), 'no row has moved').toEqual(shown);
  });

  for (const path of ['/admin?sort=reference', '/admin?sort=state&order=descending', '/admin?sort=assignee&age=day']) {
    test(`${path}: no layout faults`, async ({ page, context, server }) => {
      await startApplications(server, 3);
      await signInAs(server, context, 'administrator');
      await page.goto(path);
      expect(await layoutFaults(page), path).toEqual([]);
    });
  }
});
