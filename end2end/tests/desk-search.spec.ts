// Finding one application by whatever names it, at the reviewers' desk; with and without JavaScript.
import { randomUUID } from 'node:crypto';
import { colleague, key } from '../support/desk';
import { faults } from '../support/desk-looks';
import { expect, test } from '../support/fixtures';

/** A family name that nobody else has. */
function family(): string {
  return `Q${randomUUID().replace(/[^a-f]/g, '')}q`;
}

test.describe('a search', { tag: ['@desktop', '@no-js'] }, () => {
  test('finds one by reference, either id, mail and name, however they are written, and leads there and back', async ({ page, server, applicant, sandbox, elsewhere, javaScriptEnabled }) => {
    const name = family();
    await applicant.is({ given: 'José', family: name }).applies();
    await applicant.sees('approved');
    const reference = await page.locator('.reference strong').innerText();
    const { email } = applicant.person;
    const { externalId, userId } = await sandbox.inquiry(email);
    const desk = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    await colleague(server, desk.context(), 'viewer');
    const asked: string[] = [];
    desk.on('request', (request) => asked.push(decodeURIComponent(request.url())));
    await desk.goto('/admin');
    const row = desk.locator('.cases tbody tr');
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
      const before = desk.url();
      await desk.getByRole('searchbox').fill(typed);
      await desk.getByRole('button', { name: 'Search' }).click();
      // Each search has an address of its own; all else looks like the one before.
      await expect(desk, typed).not.toHaveURL(before);
      await expect(desk, typed).toHaveURL(/\/admin\/search\/[0-9a-z]{26}$/);
      await expect(desk.getByRole('heading', { level: 1 }), typed).toHaveText(/^Found for /);
      await expect(row, typed).toHaveCount(1);
      await expect(row.locator('th'), typed).toHaveText(reference);
      await expect(row, 'masked').not.toContainText(name);
      expect(await desk.title()).toBe('Search results – Reviewers’ desk, Meridian Trading');
    }
    const found = desk.url();
    await row.getByRole('link', { name: reference }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await desk.getByRole('link', { name: 'Back to the search results' }).click();
    await expect(desk).toHaveURL(found);
    await expect(row.locator('th')).toHaveText(reference);
    // The reference is no secret: it is what a case is called.
    const told = [externalId, userId, email, name].map((it) => it.toLowerCase());
    expect(asked.filter((url) => told.some((it) => url.toLowerCase().includes(it)))).toEqual([]);

    for (const part of [name, externalId.slice(0, -1), `${email}m`]) {
      await desk.getByRole('searchbox').fill(part);
      await desk.getByRole('searchbox').press('Enter');
      await expect(desk.getByRole('heading', { level: 1 }), 'only the whole is found').toHaveText(`Nothing was found for ${part}`);
    }
  });
});

test.describe('a search, with a script', { tag: '@desktop' }, () => {
  test('that has found somebody has nothing wrong with its looks, and is walked by keys', async ({ page, server, applicant, elsewhere }) => {
    const name = family();
    await applicant.is({ family: name }).applies();
    await applicant.sees('approved');
    const reference = await page.locator('.reference strong').innerText();
    const desk = await elsewhere();
    await colleague(server, desk.context(), 'viewer');
    await desk.goto('/admin');
    await key(desk, '/');
    await desk.keyboard.type(`Jane ${name}`);
    await desk.keyboard.press('Enter');
    await expect(desk).toHaveURL(/\/admin\/search\/[0-9a-z]{26}$/);
    await expect(desk.locator('.cases tbody th')).toHaveText([reference]);
    expect(await faults(desk)).toEqual([]);
    await key(desk, 'j');
    await expect(desk.getByRole('link', { name: reference })).toBeFocused();
    await desk.keyboard.press('Enter');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await key(desk, 'u');
    await expect(desk).toHaveURL(/\/admin\/search\/[0-9a-z]{26}$/);
  });
});
