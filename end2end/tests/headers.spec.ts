// Security headers of every route and error page, scored without a network: at least 135 points of Mozilla's
// Observatory and no finding of the CSP Evaluator. The server assumes https, as in production.
import { readFileSync } from 'node:fs';
import { STEPS } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { post } from '../support/forms';
import { VALID, postAnswers } from '../support/hostile';
import { KNOWN } from '../support/people';
import { serverFunctions, axumRoutes, pagePaths } from '../support/routes';
import { cspFindings, observatory } from '../support/security-scores';
import { Server } from '../support/server';
import { FORM, RawClient, type RawResponse } from '../support/raw-http';

/** The clients of this file stay within this rate limit; the last requests of the error test exceed it. */
const RATE_LIMIT = 60;
const SETTINGS = { VESTIBULE_PUBLIC_URL: 'https://onboarding.example.com', VESTIBULE_RATE_PER_MINUTE: `${RATE_LIMIT}` };
test.use({ settings: SETTINGS });

/** Faults of a response. The client's cookies count, as in a scan. */
function headerFaults(answer: RawResponse, wire: RawClient): string[] {
  const { score, results } = observatory(answer, wire.setCookies);
  const found = cspFindings(String(answer.headers['content-security-policy']));
  const low = score < 135 ? [`${score} points: ${results.join(', ')}`] : [];
  return [...low, ...found].map((fault) => `${answer.status} ${answer.path}: ${fault}`);
}

test.describe('security headers', { tag: '@desktop' }, () => {
  test('every page in every state: full score', async ({ sandbox, server }) => {
    const born = (day: string) => ({ birth: { ...VALID.birth, month: '9', day, year: '1985' } });
    const [visitor, applying, asking, owing, renewing, approved] = Array.from({ length: 6 }, () => new RawClient(server.address));
    if (!visitor || !applying || !asking || !owing || !renewing || !approved) throw new Error('six clients expected');
    await visitor.request('/');
    await postAnswers(applying);
    await post(asking, '/', {});
    await post(asking, STEPS.consent, { agreed: 'yes' });
    await post(asking, '/fill-in', { ...VALID.birth, phone: KNOWN.phone });
    await postAnswers(owing, born('2'));
    await post(owing, '/check', {});
    await postAnswers(renewing, born('2'));
    await sandbox.fault('start', 'unknown-decision', 1);
    await post(renewing, '/check', {});
    await postAnswers(approved);
    await post(approved, '/check', {});

    const seen = new Set<string>();
    const low: string[] = [];
    for (const wire of [visitor, applying, asking, owing, renewing, approved]) {
      for (const path of pagePaths()) {
        const answer = await wire.request(path);
        if (answer.status === 200) seen.add(path);
        low.push(...headerFaults(answer, wire));
      }
    }
    expect(low).toEqual([]);
    const beginnings = ['/return/'];
    expect([...seen].sort(), 'every page was shown').toEqual(
      pagePaths().filter((path) => !beginnings.includes(path)).sort(),
    );
    expect(new Set(visitor.setCookies.map((line) => line.split('=')[0]))).toEqual(new Set(['__Host-vestibule-form']));
    expect(visitor.setCookies.every((line) => /; Secure/.test(line) && /; HttpOnly/.test(line))).toBe(true);
  });

  test('every server function: full score', async ({ server, pageErrors }) => {
    pageErrors.expect(/WARN/);
    const wire = new RawClient(server.address);
    await wire.request('/');
    const low: string[] = [];
    // A sign-out of an empty session needs no token: the timeout script posts it after the session has ended.
    const signOut = '/api/sign-out';
    expect(serverFunctions()).toContain(signOut);
    for (const path of serverFunctions().filter((path) => path !== signOut)) {
      for (const accept of ['text/html', 'application/json']) {
        const answer = await wire.postForm(path, { csrf: 'forged' }, accept);
        expect(answer.status, path).toBe(403);
        low.push(...headerFaults(answer, wire));
      }
    }
    const answer = await wire.postForm(signOut, { csrf: 'forged' }, 'text/html');
    expect(answer.status).toBe(303);
    low.push(...headerFaults(answer, wire));
    expect(low).toEqual([]);
  });

  test('every axum route: full score', async ({ server }) => {
    const wire = new RawClient(server.address);
    await wire.request('/');
    const hashes = readFileSync('../target/site/hash.txt', 'utf8');
    const files = [...hashes.matchAll(/([\w.]+): (\w+)/g)].map(([, kind, hash]) => `/pkg/vestibule.${hash}.${kind}`);
    const ways: Record<string, [string, number][]> = {
      '/pkg': [...files.map((path): [string, number] => [path, 200]), ['/pkg/nothing.js', 404]],
      '/api/{*function}': [['/api/nothing', 404]],
      '/csp-report': [['/csp-report', 405]],
      // Without a contact among the settings.
      '/.well-known/security.txt': [['/.well-known/security.txt', 404]],
    };
    for (const route of axumRoutes()) {
      for (const [path, status] of ways[route] ?? [[route, 200]]) {
        const answer = await wire.request(path);
        expect(answer.status, path).toBe(status);
        expect(headerFaults(answer, wire)).toEqual([]);
      }
    }
    expect(axumRoutes()).toEqual(expect.arrayContaining([...Object.keys(ways), '/health/live', '/favicon.svg']));
  });

  test('every error response: full score', async ({ server }) => {
    const wire = new RawClient(server.address);
    const first = await wire.request('/');
    const csrf = /name="csrf" value="([^"]+)"/.exec(first.text)?.[1] ?? '';
    const report = { method: 'POST', headers: { 'content-type': 'application/csp-report' } };
    // Each application has a new session id, and with it a new form token.
    const begin = async (): Promise<RawResponse> => {
      const page = await wire.request('/');
      return wire.postForm('/api/begin', { csrf: /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '' });
    };
    const errors: [number, Promise<RawResponse> | (() => Promise<RawResponse>)][] = [
      [404, () => wire.request('/nowhere')],
      [403, () => wire.postForm('/api/name', { csrf: 'forged' })],
      [403, () => wire.request('/api/name', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })],
      [400, () => wire.request('/api/name', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' }, body: '{}' })],
      [413, () => wire.postForm('/api/name', { csrf, given: 'x'.repeat(70_000) })],
      [404, () => wire.request('/name', { method: 'PUT' })],
      [405, () => wire.request('/health/live', { method: 'DELETE' })],
      [400, () => wire.request('/csp-report', { ...report, body: 'x' })],
      [413, () => wire.request('/csp-report', { ...report, body: 'x'.repeat(20_000) })],
      [415, () => wire.request('/csp-report', { method: 'POST', body: 'x' })],
    ];
    for (const [status, provoke] of errors) {
      const answer = await (typeof provoke === 'function' ? provoke() : provoke);
      expect(answer.status, `${answer.path} ${answer.text.slice(0, 80)}`).toBe(status);
      expect(headerFaults(answer, wire)).toEqual([]);
    }
    // Last, because it uses up the rate limit, which refills over a minute.
    const begun = Date.now();
    const had = (): number => RATE_LIMIT * (1 + (Date.now() - begun) / 60_000);
    let answer = await begin();
    for (let n = 1; n <= had() && answer.status !== 429; n += 1) answer = await begin();
    expect(answer.status).toBe(429);
    expect(headerFaults(answer, wire)).toEqual([]);
  });

  test('store unreadable: 503 with full score', async () => {
    const server = await Server.start(SETTINGS);
    const [newcomer, applying] = [new RawClient(server.address), new RawClient(server.address)];
    await postAnswers(applying);
    expect((await applying.request('/check')).status).toBe(200);
    // Data in the server's memory stays valid until the next write: the new client begins an
    // application before the database is overwritten.
    await post(newcomer, '/', {});
    server.corruptDatabase();
    for (const [path, accept] of [['/check', 'text/html'], ['/status', 'text/html'], ['/nowhere', '*/*']] as const) {
      const answer = await applying.request(path, { headers: { accept } });
      expect(answer.status, path).toBe(503);
      expect(answer.headers['retry-after']).toBe('60');
      expect(answer.text).toContain('Something went wrong on our side');
      expect(headerFaults(answer, applying)).toEqual([]);
    }
    await server.stop();
  });

  test('request timeout: 504 with full score', async ({ server, pageErrors }) => {
    pageErrors.expect(/WARN/);
    const wire = new RawClient(server.address);
    await wire.request('/');
    // A form body that never ends.
    const endless = (accept: string): Promise<RawResponse> => {
      const body = new ReadableStream({ start: (form) => form.enqueue(new TextEncoder().encode('csrf=')) });
      return wire.request('/api/name', { method: 'POST', headers: { ...FORM, accept }, body });
    };
    for (const answer of await Promise.all([endless('text/html'), endless('*/*')])) {
      expect(answer.status).toBe(504);
      expect(headerFaults(answer, wire)).toEqual([]);
    }
  });

  test('weakened headers: score too low', async ({ server }) => {
    const wire = new RawClient(server.address);
    const answer = await wire.request('/');
    expect(headerFaults(answer, wire)).toEqual([]);
    const without = (name: string, value: string): RawResponse => ({ ...answer, headers: { ...answer.headers, [name]: value } });
    expect(headerFaults(without('content-security-policy', "default-src 'self' 'unsafe-inline'"), wire)).not.toEqual([]);
    expect(headerFaults(without('referrer-policy', 'unsafe-url'), wire)).not.toEqual([]);
    expect(headerFaults(without('set-cookie', ''), new RawClient(server.address))).not.toEqual([]);
  });

  test('CSP report: log holds directive and origin only', async ({ server }) => {
    const mark = server.log.length;
    const report = { 'effective-directive': 'img-src', 'blocked-uri': 'https://example.com/doe?ssn=1', 'document-uri': `${server.url}/doe` };
    const answer = await new RawClient(server.address).request('/csp-report', {
      method: 'POST',
      headers: { 'content-type': 'application/csp-report' },
      body: JSON.stringify({ 'csp-report': report }),
    });
    expect(answer.status).toBe(204);
    await expect.poll(() => server.log.slice(mark).join('\n')).toContain('directive="img-src" blocked="https://example.com"');
    expect(server.log.slice(mark).join('\n')).not.toMatch(/doe|ssn/);
  });
});
