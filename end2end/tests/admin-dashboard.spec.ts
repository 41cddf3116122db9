// The dashboard: sentences, charts and tables that the server renders. With and without JavaScript.
import type { Page } from '@playwright/test';
import { signInAs } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';

test.describe('dashboard', { tag: ['@desktop', '@no-js'] }, () => {
  test('counted applications: shown as chart, sentence and table', async ({ page, context, server, applicant }) => {
    await applicant.apply();
    await signInAs(server, context, 'viewer');
    const admin = await context.newPage();
    const requests: string[] = [];
    admin.on('request', (request) => requests.push(request.resourceType()));
    await admin.goto('/admin');
    await admin.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'Dashboard' }).click();
    await expect(admin).toHaveURL(/\/admin\/overview$/);
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText('Dashboard');
    // The chart is an image with a text alternative, and it is not empty.
    const days = admin.locator('#days');
    const chart = days.getByRole('img');
    await expect(chart).toHaveAttribute('aria-label', /^Chart: Opened: \d+\. Of these, \d+ approved/);
    await expect(chart.locator('rect').first()).toBeVisible();
    // Applications of other tests on this server may make the first bar lower than the highest.
    const heights = await chart.locator('rect').evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeGreaterThan(20);
    await expect(days.getByRole('table')).toBeHidden();
    await days.locator('summary').click();
    await expect(days.getByRole('row')).toHaveCount(31);
    await expect(admin.locator('#funnel').getByRole('row', { name: /^Checked and submitted/ })).toContainText('%');
    await expect(admin.locator('#times .summary')).toContainText(/^(Decided|No applications)/);
    await expect(admin.locator('#provider .standing')).toHaveText('Calls succeed');
    await expect(admin.locator('#provider').getByRole('row', { name: /^Submit an application/ })).toContainText(' ms');

    await admin.getByRole('link', { name: '7 days' }).click();
    await expect(admin).toHaveURL(/\/admin\/overview\?days=7$/);
    await days.locator('summary').click();
    await expect(days.getByRole('row')).toHaveCount(8);
    expect(await admin.content()).not.toContain('@');
    expect(requests.filter((kind) => kind === 'script' || kind === 'fetch'), 'the dashboard needs no script').toEqual([]);
    await page.close();
  });
});

test.describe('dashboard layout', { tag: '@desktop' }, () => {
  for (const days of ['7', '90']) {
    test(`no layout faults over ${days} days, in each colour scheme, at each width`, async ({ page, context, server, applicant }) => {
      await applicant.apply();
      await signInAs(server, context, 'viewer');
      const admin = await context.newPage();
      await admin.goto(`/admin/overview?days=${days}`);
      if (days === '7') for (const details of await admin.locator('.figures summary').all()) await details.click();
      expect(await layoutFaults(admin)).toEqual([]);
      await page.close();
    });
  }
});
