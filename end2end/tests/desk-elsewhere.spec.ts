// A colleague's cases, the keys of a case, and a link of another site: whoever is in stays in.
import { claims, colleague, key } from '../support/desk';
import { axe } from '../support/desk-looks';
import { expect, test } from '../support/fixtures';

const SITE = 'https://chat.example.org/';

test.describe('the desk', { tag: ['@desktop', '@no-js'] }, () => {
  test('shows the cases of a colleague who is chosen by name', async ({ page, server, applicant, elsewhere, javaScriptEnabled }) => {
    await applicant.applies();
    await applicant.sees('approved');
    const reference = await page.locator('.reference strong').innerText();
    const theirs = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    const rita = await colleague(server, theirs.context(), 'reviewer');
    await theirs.goto(`/admin/case/${reference}`);
    await claims(theirs);

    const desk = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    await colleague(server, desk.context(), 'viewer');
    await desk.goto('/admin');
    await desk.getByLabel('Assigned to').selectOption(rita.name);
    await desk.getByRole('button', { name: 'Apply' }).click();
    await expect(desk).toHaveURL(/[?&]whose=[0-9a-z]{26}$/);
    await expect(desk.getByLabel('Assigned to').locator('option:checked')).toHaveText(rita.name);
    await expect(desk.locator('.cases tbody th')).toHaveText([reference]);
    await desk.locator('.pick summary').click();
    await expect(desk.locator('[data-count=approved]')).toHaveText('1');

    // The same address, passed on to the one whose they are.
    await theirs.goto(new URL(desk.url()).pathname + new URL(desk.url()).search);
    await expect(theirs.getByLabel('Assigned to')).toHaveValue('me');
    await expect(theirs.locator('.cases tbody th')).toHaveText([reference]);
  });

  test('is still there for whoever follows a link of another site', async ({ page, context, server }) => {
    await colleague(server, context, 'viewer');
    await page.route(SITE, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<a href="${server.url}/admin/overview?days=7">look at this</a>` }),
    );
    await page.goto(SITE);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(/\/admin\/overview\?days=7$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
    await page.goto('/admin');
    await expect(page, 'nor later').toHaveURL(/\/admin$/);
  });
});

test.describe('the keys of a case', { tag: ['@desktop'] }, () => {
  test('are listed at a question mark, and can be switched off', async ({ page: desk, context, server, applicant }) => {
    await applicant.applies();
    const reference = await desk.locator('.reference strong').innerText();
    await colleague(server, context, 'viewer');
    await desk.goto(`/admin/case/${reference}`);
    await key(desk, '?');
    const keys = desk.getByRole('dialog', { name: 'Keys of the case' });
    await expect(keys).toBeVisible();
    await expect(keys.locator('kbd')).toHaveText(['n', 'k', 'u', '?']);
    expect(await axe(desk)).toEqual([]);
    await keys.getByRole('checkbox').uncheck();
    await keys.getByRole('button', { name: 'Close' }).click();
    await expect(keys).toBeHidden();
    await desk.keyboard.press('u');
    await desk.keyboard.press('?');
    await expect(keys).toBeHidden();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await desk.getByRole('button', { name: 'Keyboard' }).click();
    await keys.getByRole('checkbox').check();
    await desk.keyboard.press('Escape');
    await expect(keys).toBeHidden();
    await desk.keyboard.press('u');
    await expect(desk).toHaveURL(/\/admin$/);
  });
});
