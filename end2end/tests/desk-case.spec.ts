// A case at the reviewers' desk: read, acted upon, and left for the next one, with and without JavaScript.
import type { Page } from '@playwright/test';
import { begin } from '../support/bulk-applications';
import { colleague, key, references } from '../support/desk';
import { faults } from '../support/desk-looks';
import { expect, test } from '../support/fixtures';
import { BY_HAND } from '../support/people';
import type { Server } from '../support/server';

/** The case of whoever applied on a page, opened by somebody who works on cases. */
async function opened(desk: Page, server: Server, applied: Page): Promise<Page> {
  const reference = await applied.locator('.reference strong').innerText();
  await colleague(server, desk.context(), 'reviewer');
  await desk.goto(`/admin/case/${reference}`);
  return desk;
}

test.describe('a case', { tag: ['@desktop', '@no-js'] }, () => {
  test('is opened from the list, read, and left for the next one or the list', async ({ page: desk, context, server, applicant }) => {
    await applicant.applies();
    await colleague(server, context, 'viewer');
    await desk.goto('/admin?sort=age');
    const row = desk.locator('.cases tbody tr').first();
    const reference = await row.locator('th').innerText();
    await row.locator('th a').click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${reference}`);
    await expect(desk.locator('.trail > li').first()).toContainText('Opened');
    await expect(desk.locator('.moved').first()).toBeVisible();
    const answers = desk.locator('.trail-answers').first();
    await answers.locator('summary').click();
    await expect(answers.locator('dd').first()).toContainText('…');
    await desk.getByRole('link', { name: 'Back to the list' }).click();
    await expect(desk).toHaveURL(/\/admin\?sort=age$/);
  });

  test('is claimed, noted and written about, and its applicant reads what is for them', async ({ page, server, applicant, elsewhere, javaScriptEnabled }) => {
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    const desk = await opened(await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true }), server, page);
    await desk.getByRole('button', { name: 'Claim it' }).click();
    await expect(desk.getByRole('status').first()).toContainText('assigned as you wished');
    await desk.getByLabel('Note for the desk').fill('Seems to have moved\nlast month');
    await desk.getByRole('button', { name: 'Add the note' }).click();
    await expect(desk.locator('.written')).toHaveText(/Seems to have moved\s+last month/);
    await desk.getByRole('button', { name: 'Send the message' }).click();
    await expect(desk.getByRole('link', { name: 'Enter a message' })).toBeVisible();
    await desk.getByLabel('What the applicant reads').fill('Please have a <passport> ready.');
    await desk.getByRole('button', { name: 'Send the message' }).click();
    await expect(desk.locator('.trail > li').last()).toContainText('Message to the applicant');
    // With a script the page loads itself again, which must not meet a load of ours.
    if (javaScriptEnabled === false) await page.goto('/status');
    await expect(page.locator('.message')).toHaveText('Please have a <passport> ready.');
    await expect(page.locator('body')).not.toContainText('Seems to have moved');
  });

  test('is acted upon by one of two, and the other sees why not', async ({ page, server, applicant, elsewhere, javaScriptEnabled }) => {
    await applicant.is(BY_HAND).applies();
    const first = await opened(await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true }), server, page);
    const second = await opened(await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true }), server, page);
    await first.locator('#invite-reason').fill('Corner is missing');
    await first.getByRole('button', { name: 'Invite to send documents again' }).click();
    await expect(first.locator('.case-marks')).toContainText('Documents again');
    await second.getByLabel('Note for the desk').fill('I would wait');
    await second.getByRole('button', { name: 'Add the note' }).click();
    await expect(second.getByRole('alert')).toContainText('nothing was done');
    await expect(second.locator('.changed li')).toContainText('Invited to send documents again');
    await expect(second.locator('.trail .is-new')).toContainText('Corner is missing');
    await expect(second.getByLabel('Note for the desk')).toHaveValue('I would wait');
    // With a script the page moves by itself.
    if (javaScriptEnabled === false) await page.goto('/status');
    await applicant.comesTo('resubmit');
  });
});

test.describe('a case, with a script', { tag: '@desktop' }, () => {
  test('has nothing wrong with its looks', async ({ page: desk, context, server, applicant }) => {
    await applicant.is(BY_HAND).applies();
    const reference = await desk.locator('.reference strong').innerText();
    await colleague(server, context, 'reviewer');
    await desk.goto(`/admin/case/${reference}?notice=case-moved&since=9`);
    for (const details of await desk.locator('.trail-answers summary').all()) await details.click();
    expect(await faults(desk)).toEqual([]);
  });

  test('gives way to the next one at one key, and to the list at another', async ({ page: desk, context, server, applicant }) => {
    await applicant.applies();
    await begin(server, 1);
    await colleague(server, context, 'viewer');
    await desk.goto('/admin?sort=age');
    const [first = '', second = ''] = await references(desk);
    await key(desk, 'n');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${first}`);
    await key(desk, 'n');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${second}`);
    await key(desk, 'k');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Case ${first}`);
    await key(desk, 'u');
    await expect(desk).toHaveURL(/\/admin\?sort=age$/);
  });

  test('tells its applicant at once that there is a message', async ({ page, server, applicant, elsewhere }) => {
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    const desk = await opened(await elsewhere(), server, page);
    await page.bringToFront();
    await desk.getByLabel('What the applicant reads').fill('Please call us.');
    await desk.getByRole('button', { name: 'Send the message' }).click();
    await expect(page.locator('.message')).toHaveText('Please call us.');
  });
});
