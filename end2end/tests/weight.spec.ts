// A page without an island loads no script; the status page loads one, and its wasm.
import type { Page } from '@playwright/test';
import { STEPS, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BY_HAND } from '../support/people';

/** The kinds of what a page fetches, beside itself. */
function fetched(page: Page): string[] {
  const files: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const kind = /\.(css|js|wasm|svg|png)$/.exec(pathname)?.[1];
    if (kind) files.push(kind);
    else if (request.resourceType() !== 'document') files.push(`${request.resourceType()} ${pathname}`);
  });
  return files;
}

test.describe('weights', { tag: '@desktop' }, () => {
  test('no page of the wizard loads a script', async ({ applicant, page }) => {
    const files = fetched(page);
    await applicant.begins();
    for (const step of Object.keys(STEPS) as Step[]) {
      await applicant.goesOnTo(step);
      await expect(page.locator('script[src], script[type=module], link[rel*=preload]'), step).toHaveCount(0);
    }
    await applicant.sends('check');
    await applicant.sees('approved');
    await expect(page.locator('script[src], script[type=module]')).toHaveCount(0);
    expect(files.filter((file) => file !== 'css' && file !== 'svg'), 'fetched on the way').toEqual([]);
    expect(files).toContain('css');
  });

  test('the waiting page loads one script and one wasm', async ({ applicant, page }) => {
    const files = fetched(page);
    const asked = page.waitForResponse('**/api/status');
    await applicant.is(BY_HAND).applies();
    await asked;
    expect(files.filter((file) => file === 'js' || file === 'wasm').sort()).toEqual(['js', 'wasm']);
  });

  test('no page fetches anything from another origin', async ({ applicant, baseURL, page }) => {
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${baseURL}/`)) foreign.push(request.url());
    });
    await applicant.is({ born: ['9', '2', '1985'] }).applies();
    await applicant.sees('documents');
    await expect(page.getByRole('img', { name: /QR code/ })).toHaveJSProperty('complete', true);
    expect(foreign).toEqual([]);
  });
});
