// Page sizes against budget.json: exact, so a test can check them. `make bench` measures times.
import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { STEPS, type Applicant, type Step } from '../support/applicant';
import { BUDGET } from '../support/budget';
import { expect, test } from '../support/fixtures';
import { MANUAL_REVIEW } from '../support/people';
import { brotli, builtFiles, fetchRaw } from '../support/bytes';

const KB = 1000;

/** Records the kinds of files that a page fetches besides itself. */
function recordFetchedKinds(page: Page): string[] {
  const files: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const kind = /\.(css|js|wasm|svg|png)$/.exec(pathname)?.[1];
    if (kind) files.push(kind);
    else if (request.resourceType() !== 'document') files.push(`${request.resourceType()} ${pathname}`);
  });
  return files;
}

/** The browser's cookies as a header value. */
async function cookie(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** Every wizard page with all fields filled, as the server sends it. */
async function wizardPages(applicant: Applicant, url: string): Promise<{ name: string; html: Buffer }[]> {
  await applicant.withDetails({ middle: 'Annabella', line2: 'Apartment 4' }).openStep('check');
  const ours = { 'accept-encoding': 'br, gzip', cookie: await cookie(applicant.page) };
  const pages = [];
  for (const language of ['en', 'es']) {
    for (const [step, path] of Object.entries({ start: '/', ...STEPS })) {
      const headers = { ...ours, 'accept-language': language };
      const answer = await fetchRaw(`${url}${path}`, headers);
      expect(answer.status, path).toBe(200);
      expect(answer.headers['content-encoding'], `${path} is not packed (server/src/http/pages.rs)`).toBeUndefined();
      expect(answer.body.toString(), path).toContain(`<html lang="${language}`);
      pages.push({ name: `${step}, ${language}`, html: answer.body });
    }
  }
  return pages;
}

test.describe('weights', { tag: '@desktop' }, () => {
  test('every wizard page in both languages: within its budget', async ({ applicant, server: { url } }) => {
    const pages = await wizardPages(applicant, url);
    const check = pages.find(({ name }) => name === 'check, en')?.html.toString() ?? '';
    for (const answer of ['Annabella', 'Apartment 4', applicant.person.email]) expect(check).toContain(answer);
    for (const { name, html } of pages) {
      const { css = '', js, wasm } = builtFiles(html.toString());
      const scripts = [js, wasm, ...html.toString().matchAll(/<script[^>]* src|<link[^>]*preload/g)].filter(Boolean);
      expect(scripts.length, `scripts of ${name}`).toBeLessThanOrEqual(BUDGET.wizardScripts.limit);
      const style = await fetchRaw(`${url}${css}`, { 'accept-encoding': 'br' });
      expect(style.headers['content-encoding'], css).toBe('br');
      const packed = brotli(html).length + style.body.length;
      expect(packed / KB, `HTML + CSS of ${name}, in brotli`).toBeLessThanOrEqual(BUDGET.wizardPage.limit);
      expect(html.length / KB, `HTML of ${name}`).toBeLessThanOrEqual(BUDGET.wizardHtml.limit);
    }
  });

  test('status page script: within its budget', async ({ applicant, page, server: { url } }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    const { js = '', wasm = '' } = builtFiles(await page.content());
    const files = await Promise.all([js, wasm].map((path) => fetchRaw(`${url}${path}`, { 'accept-encoding': 'br' })));
    for (const { headers } of files) expect(headers['content-encoding']).toBe('br');
    const weight = files.reduce((sum, { body }) => sum + body.length, 0);
    expect(weight / KB).toBeLessThanOrEqual(BUDGET.statusScript.limit);
  });

  test('built file: named by content hash, immutable, precompressed', async ({ applicant, page, server: { url } }) => {
    await applicant.withDetails(MANUAL_REVIEW).apply();
    const files = builtFiles(await page.content());
    expect(Object.keys(files).sort()).toEqual(['css', 'js', 'wasm']);
    for (const path of Object.values(files)) {
      const as = async (encoding: string) => fetchRaw(`${url}${path}`, { 'accept-encoding': encoding });
      const [plain, br, gzip] = [await as('identity'), await as('gzip, deflate, br'), await as('gzip, deflate')];
      const hash = createHash('sha256').update(plain.body).digest('hex').slice(0, 16);
      expect(path, 'the hash of its content').toContain(`.${hash}.`);
      expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
      expect(brotliDecompressSync(br.body).equals(plain.body), path).toBe(true);
      expect(gunzipSync(gzip.body).equals(plain.body), path).toBe(true);
      for (const { headers } of [plain, br, gzip]) {
        expect(headers['cache-control'], path).toBe('public, max-age=31536000, immutable');
        expect(headers.vary, `${path}: a cache must keep them apart`).toMatch(/accept-encoding/i);
      }
    }
  });

  test('wizard page: loads no script', async ({ applicant, page }) => {
    const files = recordFetchedKinds(page);
    await applicant.startApplication();
    for (const step of Object.keys(STEPS) as Step[]) {
      await applicant.continueTo(step);
      await expect(page.locator('script[src], script[type=module], link[rel*=preload]'), step).toHaveCount(0);
    }
    await applicant.submitStep('check');
    await applicant.expectPage('approved');
    await expect(page.locator('script[src], script[type=module]')).toHaveCount(0);
    expect(files.filter((file) => file !== 'css' && file !== 'svg'), 'fetched on the way').toEqual([]);
    expect(files).toContain('css');
  });

  test('status page: loads one script and one wasm file', async ({ applicant, page }) => {
    const files = recordFetchedKinds(page);
    const response = page.waitForResponse('**/api/status');
    await applicant.withDetails(MANUAL_REVIEW).apply();
    await response;
    expect(files.filter((file) => file === 'js' || file === 'wasm').sort()).toEqual(['js', 'wasm']);
  });

  test('every page: fetches from its own origin only', async ({ applicant, baseURL, page }) => {
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${baseURL}/`)) foreign.push(request.url());
    });
    await applicant.withDetails({ born: ['9', '2', '1985'] }).apply();
    await applicant.expectPage('documents');
    await expect(page.getByRole('img', { name: /QR code/ })).toHaveJSProperty('complete', true);
    expect(foreign).toEqual([]);
  });
});
