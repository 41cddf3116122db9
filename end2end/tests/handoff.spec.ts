// The capture link on the way to another device: copied, or shared where the browser can share.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { BORN } from '../support/people';

interface Sharing {
  /** Data passed to the Web Share API. */
  shared: unknown[];
  /** Whether the user confirms the share dialog. */
  willing: boolean;
}

/** Mocks the Web Share API, as on phones. */
async function mockSharing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sharingMock: Sharing = { shared: [], willing: true };
    Object.assign(window, { sharingMock });
    Navigator.prototype.share = async (data) => {
      sharingMock.shared.push(data);
      if (!sharingMock.willing) throw new DOMException('Share canceled', 'AbortError');
    };
  });
}

function sharing(page: Page, changes: Partial<Sharing> = {}): Promise<Sharing> {
  return page.evaluate((change) => Object.assign((window as unknown as { sharingMock: Sharing }).sharingMock, change), changes);
}

test.describe('capture link', { tag: '@desktop' }, () => {
  test('shared by the device: link goes nowhere else', async ({ applicant, page }) => {
    await mockSharing(page);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));
    await applicant.withDetails({ born: BORN.documentsApproved }).apply();
    await applicant.expectPage('documents');
    const link = await applicant.captureUrl();
    const share = page.getByRole('button', { name: 'Share link', exact: true });
    await share.click();
    expect(await sharing(page, { willing: false })).toMatchObject({ shared: [{ url: link }] });
    // A cancelled share shows no message and can be repeated. The `pageErrors` fixture checks that nothing throws.
    await share.click();
    await expect(page.locator('#live')).toBeEmpty();
    expect(await sharing(page)).toMatchObject({ shared: [{ url: link }, { url: link }] });
    // The next poll must not contain the link, either; focus triggers it at once.
    await Promise.all([page.waitForResponse('**/api/status'), page.evaluate(() => window.dispatchEvent(new Event('focus')))]);
    const secret = new URL(link).pathname.split('/').pop() ?? link;
    expect(secret.length, 'a secret to look for').toBeGreaterThan(8);
    expect(requests.filter((what) => what.includes(secret))).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]))).not.toContain(secret);
  });

  test('copied: live region confirms it', async ({ applicant, context, page }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await applicant.withDetails({ born: BORN.documentsApproved }).apply();
    await applicant.expectPage('documents');
    await page.getByRole('button', { name: 'Copy link', exact: true }).click();
    await expect(page.locator('#live')).toHaveText('Link copied.');
    // The next poll must not remove the confirmation. Focus triggers it, and a second begins after the first is shown.
    for (const _ of ['first', 'second']) {
      await Promise.all([page.waitForResponse('**/api/status'), page.evaluate(() => window.dispatchEvent(new Event('focus')))]);
    }
    await expect(page.locator('#live')).toHaveText('Link copied.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await applicant.captureUrl());
  });

  test('browser without sharing: share button hidden', async ({ applicant, page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'share'));
    await applicant.withDetails({ born: BORN.documentsApproved }).apply();
    await applicant.expectPage('documents');
    await expect(page.locator('#copy')).toBeVisible();
    await expect(page.locator('#share')).toBeHidden();
  });
});
