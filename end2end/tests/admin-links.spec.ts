// Assignee filter, keyboard shortcuts of a case, and a link from another site that keeps the session.
import { claimCase, signInAs, pressKey } from '../support/admin';
import { axeViolations } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';

const SITE = 'https://chat.example.org/';

test.describe('admin', { tag: ['@desktop', '@no-js'] }, () => {
  test('assignee chosen by name: list shows their cases', async ({ page, server, applicant, newDevice, javaScriptEnabled }) => {
    await applicant.apply();
    await applicant.expectPage('approved');
    const reference = await page.locator('.reference strong').innerText();
    const theirs = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    const rita = await signInAs(server, theirs.context(), 'reviewer');
    await theirs.goto(`/admin/case/${reference}`);
    await claimCase(theirs);

    const admin = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    await signInAs(server, admin.context(), 'viewer');
    await admin.goto('/admin');
    await admin.getByLabel('Assignee').selectOption(rita.name);
    await admin.getByRole('button', { name: 'Apply' }).click();
    await expect(admin).toHaveURL(/[?&]whose=[0-9a-z]{26}$/);
    await expect(admin.getByLabel('Assignee').locator('option:checked')).toHaveText(rita.name);
    await expect(admin.locator('.cases tbody th')).toHaveText([reference]);
    await admin.locator('.pick summary').click();
    await expect(admin.locator('[data-count=approved]')).toHaveText('1');

    // The assignee opens the same address.
    await theirs.goto(new URL(admin.url()).pathname + new URL(admin.url()).search);
    await expect(theirs.getByLabel('Assignee')).toHaveValue('me');
    await expect(theirs.locator('.cases tbody th')).toHaveText([reference]);
  });

  test('link from another site: session is kept', async ({ page, context, server }) => {
    await signInAs(server, context, 'viewer');
    await page.route(SITE, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<a href="${server.url}/admin/overview?days=7">look at this</a>` }),
    );
    await page.goto(SITE);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(/\/admin\/overview\?days=7$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dashboard');
    await page.goto('/admin');
    await expect(page, 'nor later').toHaveURL(/\/admin$/);
  });
});

test.describe('case keyboard shortcuts', { tag: ['@desktop'] }, () => {
  test('question mark: opens the list of shortcuts, which can be disabled', async ({ page: admin, context, server, applicant }) => {
    await applicant.apply();
    const reference = await admin.locator('.reference strong').innerText();
    await signInAs(server, context, 'viewer');
    await admin.goto(`/admin/case/${reference}`);
    await pressKey(admin, '?');
    const keys = admin.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(keys).toBeVisible();
    await expect(keys.locator('kbd')).toHaveText(['j', 'k', 'u', '?']);
    expect(await axeViolations(admin)).toEqual([]);
    await keys.getByRole('checkbox').uncheck();
    await keys.getByRole('button', { name: 'Close' }).click();
    await expect(keys).toBeHidden();
    await admin.keyboard.press('u');
    await admin.keyboard.press('?');
    await expect(keys).toBeHidden();
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await admin.getByRole('button', { name: 'Keyboard' }).click();
    await keys.getByRole('checkbox').check();
    await admin.keyboard.press('Escape');
    await expect(keys).toBeHidden();
    await admin.keyboard.press('u');
    await expect(admin).toHaveURL(/\/admin$/);
  });
});
