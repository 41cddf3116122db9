// The picture of the desk: sentences, charts and tables that the server draws, with and without JavaScript.
import type { Page } from '@playwright/test';
import { colleague } from '../support/desk';
import { faults } from '../support/desk-looks';
import { expect, test } from '../support/fixtures';

test.describe('the picture', { tag: ['@desktop', '@no-js'] }, () => {
  test('draws what was counted, says it in words and in a table', async ({ page, context, server, applicant }) => {
    await applicant.applies();
    await colleague(server, context, 'viewer');
    const desk = await context.newPage();
    const asked: string[] = [];
    desk.on('request', (request) => asked.push(request.resourceType()));
    await desk.goto('/admin');
    await desk.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Overview' }).click();
    await expect(desk).toHaveURL(/\/admin\/overview$/);
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Overview');
    // The chart is an image that says in words what it shows, and shows something.
    const days = desk.locator('#days');
    const chart = days.getByRole('img');
    await expect(chart).toHaveAttribute('aria-label', /^Chart: Opened: \d+\. Of these \d+ approved/);
    await expect(chart.locator('rect').first()).toBeVisible();
    // Whoever else has applied on this server may have made the first bar a low one, not the highest.
    const heights = await chart.locator('rect').evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeGreaterThan(20);
    await expect(days.getByRole('table')).toBeHidden();
    await days.locator('summary').click();
    await expect(days.getByRole('row')).toHaveCount(31);
    await expect(desk.locator('#funnel').getByRole('row', { name: /^Checked and sent/ })).toContainText('%');
    await expect(desk.locator('#times .said')).toContainText(/^(Decided|None)/);
    await expect(desk.locator('#upstream .standing')).toHaveText('Calls go through');
    await expect(desk.locator('#upstream').getByRole('row', { name: /^Send an application/ })).toContainText(' ms');

    await desk.getByRole('link', { name: '7 days' }).click();
    await expect(desk).toHaveURL(/\/admin\/overview\?days=7$/);
    await days.locator('summary').click();
    await expect(days.getByRole('row')).toHaveCount(8);
    expect(await desk.content()).not.toContain('@');
    expect(asked.filter((kind) => kind === 'script' || kind === 'fetch'), 'the picture needs no script').toEqual([]);
    await page.close();
  });
});

test.describe('its looks', { tag: '@desktop' }, () => {
  for (const days of ['7', '90']) {
    test(`have nothing wrong over ${days} days, in either scheme, at any width`, async ({ page, context, server, applicant }) => {
      await applicant.applies();
      await colleague(server, context, 'viewer');
      const desk = await context.newPage();
      await desk.goto(`/admin/overview?days=${days}`);
      if (days === '7') for (const details of await desk.locator('.figures summary').all()) await details.click();
      expect(await faults(desk)).toEqual([]);
      await page.close();
    });
  }
});
