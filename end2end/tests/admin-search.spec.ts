// Search for one application in the admin. With and without JavaScript.
import { randomUUID } from 'node:crypto';
import { signInAs, pressKey } from '../support/admin';
import { layoutFaults } from '../support/admin-layout';
import { expect, test } from '../support/fixtures';

/** Unique family name. */
function uniqueFamilyName(): string {
  return `Q${randomUUID().replace(/[^a-f]/g, '')}q`;
}

test.describe('search', { tag: ['@desktop', '@no-js'] }, () => {
  test('reference, id, email address or name in any spelling: finds the one case', async ({ page, server, applicant, sandbox, newDevice, javaScriptEnabled }) => {
    const name = uniqueFamilyName();
    await applicant.withDetails({ given: 'José', family: name }).apply();
    await applicant.expectPage('approved');
    const reference = await page.locator('.reference strong').innerText();
    const { email } = applicant.person;
    const { externalId, userId } = await sandbox.inquiry(email);
    const admin = await newDevice({ javaScriptEnabled: javaScriptEnabled ?? true });
    await signInAs(server, admin.context(), 'viewer');
    const requests: string[] = [];
    admin.on('request', (request) => requests.push(decodeURIComponent(request.url())));
    await admin.goto('/admin');
    const row = admin.locator('.cases tbody tr');
    for (const typed of [
      reference,
      ` ${reference.toLowerCase()} `,
      externalId,
      userId,
      email,
      email.toUpperCase(),
      `José ${name}`,
      `  JOSÉ   ${name.toUpperCase()}`,
    ]) {
      const before = admin.url();
      await admin.getByRole('searchbox').fill(typed);
      await admin.getByRole('button', { name: 'Search' }).click();
      // Only the address differs between two searches for the same case.
      await expect(admin, typed).not.toHaveURL(before);
      await expect(admin, typed).toHaveURL(/\/admin\/search\/[0-9a-z]{26}$/);
      await expect(admin.getByRole('heading', { level: 1 }), typed).toHaveText(/^Results for /);
      await expect(row, typed).toHaveCount(1);
      await expect(row.locator('th'), typed).toHaveText(reference);
      await expect(row, 'masked').not.toContainText(name);
      expect(await admin.title()).toBe('Search results – Admin, Meridian Trading');
    }
    const found = admin.url();
    await row.getByRole('link', { name: reference }).click();
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await admin.getByRole('link', { name: 'Back to the search results' }).click();
    await expect(admin).toHaveURL(found);
    await expect(row.locator('th')).toHaveText(reference);
    // The reference is not secret: it is in the address of a case.
    const personal = [externalId, userId, email, name].map((it) => it.toLowerCase());
    expect(requests.filter((url) => personal.some((it) => url.toLowerCase().includes(it)))).toEqual([]);

    for (const part of [name, externalId.slice(0, -1), `${email}m`]) {
      await admin.getByRole('searchbox').fill(part);
      await admin.getByRole('searchbox').press('Enter');
      await expect(admin.getByRole('heading', { level: 1 }), 'only the whole is found').toHaveText(`No results for ${part}`);
    }
  });
});

test.describe('search with JavaScript', { tag: '@desktop' }, () => {
  test('search results: no layout faults, keyboard shortcuts work', async ({ page, server, applicant, newDevice }) => {
    const name = uniqueFamilyName();
    await applicant.withDetails({ family: name }).apply();
    await applicant.expectPage('approved');
    const reference = await page.locator('.reference strong').innerText();
    const admin = await newDevice();
    await signInAs(server, admin.context(), 'viewer');
    await admin.goto('/admin');
    await pressKey(admin, '/');
    await admin.keyboard.type(`Jane ${name}`);
    await admin.keyboard.press('Enter');
    await expect(admin).toHaveURL(/\/admin\/search\/[0-9a-z]{26}$/);
    await expect(admin.locator('.cases tbody th')).toHaveText([reference]);
    expect(await layoutFaults(admin)).toEqual([]);
    await pressKey(admin, 'j');
    await expect(admin.getByRole('link', { name: reference })).toBeFocused();
    await admin.keyboard.press('Enter');
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await pressKey(admin, 'u');
    await expect(admin).toHaveURL(/\/admin\/search\/[0-9a-z]{26}$/);
  });
});
