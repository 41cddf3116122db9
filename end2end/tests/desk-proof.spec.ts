// What a case's dossier is for: a field shown in full for a reason, a decision overruled by two, and the evidence of all
// that; with and without JavaScript.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { colleague } from '../support/desk';
import { faults } from '../support/desk-looks';
import { expect, test } from '../support/fixtures';
import { stops } from '../support/open-status-page';

/** Opens the case that was opened last. */
async function opens(desk: Page): Promise<string> {
  await desk.goto('/admin?sort=age');
  await desk.locator('.cases tbody th a').first().click();
  return desk.locator('h1 .code').innerText();
}

test.describe('a dossier', { tag: ['@desktop', '@no-js'] }, () => {
  test('shows a field to whoever says why, and leaves it in no address', async ({ context, server, applicant }) => {
    const { email } = applicant.person;
    await applicant.applies();
    await colleague(server, context, 'reviewer');
    const desk = await context.newPage();
    const asked: string[] = [];
    desk.on('request', (request) => asked.push(request.url()));
    const reference = await opens(desk);
    await expect(desk.locator('main')).not.toContainText(email);
    await desk.getByText('Show in full').click();
    await desk.getByRole('group', { name: 'What to show' }).getByRole('button', { name: 'Email address' }).click();
    await expect(desk.getByRole('alert')).toContainText('Enter a reason');
    await expect(desk.getByLabel('Reason to see it')).toBeVisible();
    await desk.getByLabel('Reason to see it').fill('they rang about their address');
    await desk.getByRole('group', { name: 'What to show' }).getByRole('button', { name: 'Email address' }).click();
    await expect(desk.locator('.whole')).toContainText(email);
    await expect(desk.locator('.whole')).toContainText('UTC');
    await expect(desk).toHaveURL(new RegExp(`/admin/case/${reference}`));
    await expect(desk.locator('.trail')).toContainText('Personal data shown');
    const who = encodeURIComponent(email);
    expect(asked.filter((url) => url.includes(email) || url.includes(who) || url.includes('rang'))).toEqual([]);
    expect(await desk.title()).not.toContain(email);
  });

  test('has a decision overruled by two, and the applicant is told what the upstream said', async ({ context, server, applicant, elsewhere }) => {
    await applicant.applies();
    await applicant.sees('approved');
    const told = await applicant.page.getByRole('heading', { level: 1 }).innerText();
    await colleague(server, context, 'reviewer');
    const desk = await context.newPage();
    const reference = await opens(desk);
    await desk.getByText('Ask to overrule').click();
    await desk.getByLabel('Reason to overrule').fill('the passport is a forgery');
    await desk.getByRole('button', { name: 'Should be denied' }).click();
    await expect(desk.locator('.wanted')).toContainText('Waits for a second reviewer');
    await expect(desk.getByRole('button', { name: 'Confirm' })).toHaveCount(0);

    const other = await elsewhere({ baseURL: server.url });
    await colleague(server, other.context(), 'administrator');
    await other.goto(`/admin/case/${reference}`);
    await other.getByLabel('Reason for your answer').fill('I saw it, too');
    await other.getByRole('button', { name: 'Confirm' }).click();
    await expect(other.locator('.wanted')).toContainText('Confirmed by a second reviewer');
    await expect(other.locator('.case-marks')).toContainText('Approved');
    await applicant.page.reload();
    await expect(applicant.page.getByRole('heading', { level: 1 })).toHaveText(told);
  });

  test('is taken away as a file and as a page', async ({ context, server, applicant }) => {
    const { email, family } = applicant.person;
    await applicant.applies();
    await colleague(server, context, 'reviewer');
    const desk = await context.newPage();
    const reference = await opens(desk);
    const coming = desk.waitForEvent('download');
    await desk.getByRole('link', { name: 'Download JSON' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe(`evidence-${reference}.json`);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).not.toContain(email);
    expect(text).not.toContain(family);
    expect(JSON.parse(text)).toMatchObject({ schema: 'vestibule.evidence/1', proof: { verified: { whole: true } } });
    await desk.getByRole('link', { name: 'Page to print' }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Evidence of case ${reference}`);
    await expect(desk.locator('.verdict')).toContainText('Whole');
    await desk.emulateMedia({ media: 'print' });
    await expect(desk.locator('.desk-bar')).toBeHidden();
    await expect(desk.locator('.off-paper').first()).toBeHidden();
    await expect(desk.locator('.evidence tbody').last()).toContainText('Handed in');
    const wide = await desk.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, 'nothing runs off the paper').toBeLessThanOrEqual(0);
  });
});

test.describe('a dossier, with a script', { tag: '@desktop' }, () => {
  test('has nothing wrong with its looks', async ({ context, server, applicant }) => {
    await applicant.applies();
    await colleague(server, context, 'administrator');
    const desk = await context.newPage();
    const reference = await opens(desk);
    await desk.getByText('Show in full').click();
    await desk.getByLabel('Reason to see it').fill('they rang about their address');
    await desk.getByRole('button', { name: 'Address', exact: true }).click();
    await expect(desk.locator('.whole')).toHaveCount(1);
    await desk.getByText('Show in full').click();
    await desk.getByText('Ask to overrule').click();
    expect(await faults(desk), 'the case').toEqual([]);
    await desk.goto(`/admin/case/${reference}/evidence`);
    expect(await faults(desk), 'the evidence').toEqual([]);
  });

  test('masks a field again when its time is over, on a page that nobody loads anew', async ({ context, server, applicant }) => {
    const { email } = applicant.person;
    await applicant.applies();
    await colleague(server, context, 'reviewer');
    const desk = await context.newPage();
    await desk.clock.install();
    await opens(desk);
    await desk.getByText('Show in full').click();
    await desk.getByLabel('Reason to see it').fill('they rang about their address');
    await stops(desk); // however long the test takes
    await desk.getByRole('button', { name: 'Email address' }).click();
    await expect(desk.locator('.whole')).toContainText(email);
    await desk.clock.runFor(290_000);
    await expect(desk.locator('.whole')).toContainText(email);
    await desk.clock.runFor(12_000);
    await expect(desk.locator('main')).not.toContainText(email);
    await expect(desk.locator('.panel .masked').first()).toContainText('…');
  });
});
