// The headers of every route and every error page, scored without a network: at least 135 of Mozilla's Observatory
// and nothing for the CSP Evaluator to find. The server believes that it stands behind https, as in production.
import { readFileSync } from 'node:fs';
import { STEPS } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { post } from '../support/forms';
import { SOUND, answers } from '../support/hostile';
import { KNOWN } from '../support/people';
import { functions, handWritten, pages } from '../support/routes';
import { findings, observatory } from '../support/security-scores';
import { Server } from '../support/server';
import { FORM, Wire, type Answer } from '../support/raw-http';

/** What a visitor asks for in this file fits the ration; the last test uses it up. */
const RATION = 60;
const SETTINGS = { VESTIBULE_PUBLIC_URL: 'https://onboarding.example.com', VESTIBULE_RATE_PER_MINUTE: `${RATION}` };
test.use({ settings: SETTINGS });

/** What keeps an answer below the mark, if anything. The visitor's cookies count, as they do in a scan. */
function faults(answer: Answer, wire: Wire): string[] {
  const { score, said } = observatory(answer, wire.setCookies);
  const found = findings(String(answer.headers['content-security-policy']));
  const low = score < 135 ? [`${score} points: ${said.join(', ')}`] : [];
  return [...low, ...found].map((fault) => `${answer.status} ${answer.path}: ${fault}`);
}

test.describe('headers', { tag: '@desktop' }, () => {
  test('of every page, to everybody who may see it', async ({ sandbox, server }) => {
    const born = (day: string) => ({ birth: { ...SOUND.birth, month: '9', day, year: '1985' } });
    const [nobody, applying, asking, owing, renewing, approved] = Array.from({ length: 6 }, () => new Wire(server.address));
    if (!nobody || !applying || !asking || !owing || !renewing || !approved) throw new Error('six visitors');
    await nobody.ask('/');
    await answers(applying);
    await post(asking, '/', {});
    await post(asking, STEPS.consent, { agreed: 'yes' });
    await post(asking, '/fill-in', { ...SOUND.birth, phone: KNOWN.phone });
    await answers(owing, born('2'));
    await post(owing, '/check', {});
    await answers(renewing, born('2'));
    await sandbox.fault('start', 'unknown-decision', 1);
    await post(renewing, '/check', {});
    await answers(approved);
    await post(approved, '/check', {});

    const seen = new Set<string>();
    const low: string[] = [];
    for (const wire of [nobody, applying, asking, owing, renewing, approved]) {
      for (const path of pages()) {
        const answer = await wire.ask(path);
        if (answer.status === 200) seen.add(path);
        low.push(...faults(answer, wire));
      }
    }
    expect(low).toEqual([]);
    const beginnings = ['/return/'];
    expect([...seen].sort(), 'each was shown to somebody').toEqual(
      pages().filter((path) => !beginnings.includes(path)).sort(),
    );
    expect(new Set(nobody.setCookies.map((line) => line.split('=')[0]))).toEqual(new Set(['__Host-vestibule-session']));
    expect(nobody.setCookies.every((line) => /; Secure/.test(line) && /; HttpOnly/.test(line))).toBe(true);
  });

  test('of every server function', async ({ server, watch }) => {
    watch.expect(/WARN/);
    const wire = new Wire(server.address);
    await wire.ask('/');
    const low: string[] = [];
    for (const path of functions()) {
      for (const accept of ['text/html', 'application/json']) {
        const answer = await wire.send(path, { csrf: 'forged' }, accept);
        expect(answer.status, path).toBe(403);
        low.push(...faults(answer, wire));
      }
    }
    expect(low).toEqual([]);
  });

  test('of what is written by hand', async ({ server }) => {
    const wire = new Wire(server.address);
    await wire.ask('/');
    const hashes = readFileSync('../target/site/hash.txt', 'utf8');
    const files = [...hashes.matchAll(/([\w.]+): (\w+)/g)].map(([, kind, hash]) => `/pkg/vestibule.${hash}.${kind}`);
    const ways: Record<string, [string, number][]> = {
      '/pkg': [...files.map((path): [string, number] => [path, 200]), ['/pkg/nothing.js', 404]],
      '/api/{*function}': [['/api/nothing', 404]],
      '/csp-report': [['/csp-report', 405]],
    };
    for (const route of handWritten()) {
      for (const [path, status] of ways[route] ?? [[route, 200]]) {
        const answer = await wire.ask(path);
        expect(answer.status, path).toBe(status);
        expect(faults(answer, wire)).toEqual([]);
      }
    }
    expect(handWritten()).toEqual(expect.arrayContaining([...Object.keys(ways), '/health/live', '/favicon.svg']));
  });

  test('of every error', async ({ server }) => {
    const wire = new Wire(server.address);
    const first = await wire.ask('/');
    const csrf = /name="csrf" value="([^"]+)"/.exec(first.text)?.[1] ?? '';
    const report = { method: 'POST', headers: { 'content-type': 'application/csp-report' } };
    const begin = (): Promise<Answer> => wire.send('/api/begin', { csrf });
    const errors: [number, Promise<Answer> | (() => Promise<Answer>)][] = [
      [404, () => wire.ask('/nowhere')],
      [403, () => wire.send('/api/name', { csrf: 'forged' })],
      [403, () => wire.ask('/api/name', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })],
      [400, () => wire.ask('/api/name', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' }, body: '{}' })],
      [413, () => wire.send('/api/name', { csrf, given: 'x'.repeat(70_000) })],
      [404, () => wire.ask('/name', { method: 'PUT' })],
      [405, () => wire.ask('/health/live', { method: 'DELETE' })],
      [400, () => wire.ask('/csp-report', { ...report, body: 'x' })],
      [413, () => wire.ask('/csp-report', { ...report, body: 'x'.repeat(20_000) })],
      [415, () => wire.ask('/csp-report', { method: 'POST', body: 'x' })],
    ];
    for (const [status, provoke] of errors) {
      const answer = await (typeof provoke === 'function' ? provoke() : provoke);
      expect(answer.status, `${answer.path} ${answer.text.slice(0, 80)}`).toBe(status);
      expect(faults(answer, wire)).toEqual([]);
    }
    // Last, since nobody gets anything afterwards but what is there again: so much a minute.
    const begun = Date.now();
    const had = (): number => RATION * (1 + (Date.now() - begun) / 60_000);
    let answer = await begin();
    for (let n = 1; n <= had() && answer.status !== 429; n += 1) answer = await begin();
    expect(answer.status).toBe(429);
    expect(faults(answer, wire)).toEqual([]);
  });

  test('when the store is out of reach', async () => {
    const server = await Server.start(SETTINGS);
    const [newcomer, applying] = [new Wire(server.address), new Wire(server.address)];
    await answers(applying);
    expect((await applying.ask('/check')).status).toBe(200);
    // What it has in memory is good until somebody writes: so that is what a newcomer does, while it still can.
    await newcomer.ask('/');
    server.wipe();
    for (const [path, accept] of [['/check', 'text/html'], ['/status', 'text/html'], ['/nowhere', '*/*']] as const) {
      const answer = await applying.ask(path, { headers: { accept } });
      expect(answer.status, path).toBe(503);
      expect(answer.headers['retry-after']).toBe('60');
      expect(answer.text).toContain('Something went wrong on our side');
      expect(faults(answer, applying)).toEqual([]);
    }
    await server.stop();
  });

  test('when it took too long', async ({ server, watch }) => {
    watch.expect(/WARN/);
    const wire = new Wire(server.address);
    await wire.ask('/');
    // A form that begins and never ends.
    const endless = (accept: string): Promise<Answer> => {
      const body = new ReadableStream({ start: (form) => form.enqueue(new TextEncoder().encode('csrf=')) });
      return wire.ask('/api/name', { method: 'POST', headers: { ...FORM, accept }, body });
    };
    for (const answer of await Promise.all([endless('text/html'), endless('*/*')])) {
      expect(answer.status).toBe(504);
      expect(faults(answer, wire)).toEqual([]);
    }
  });

  test('are found wanting where they are', async ({ server }) => {
    const wire = new Wire(server.address);
    const answer = await wire.ask('/');
    expect(faults(answer, wire)).toEqual([]);
    const without = (name: string, value: string): Answer => ({ ...answer, headers: { ...answer.headers, [name]: value } });
    expect(faults(without('content-security-policy', "default-src 'self' 'unsafe-inline'"), wire)).not.toEqual([]);
    expect(faults(without('referrer-policy', 'unsafe-url'), wire)).not.toEqual([]);
    expect(faults(without('set-cookie', ''), new Wire(server.address))).not.toEqual([]);
  });

  test('a report is logged by its directive and origin, and by nothing else', async ({ server }) => {
    const mark = server.log.length;
    const report = { 'effective-directive': 'img-src', 'blocked-uri': 'https://example.com/doe?ssn=1', 'document-uri': 'x/doe' };
    const answer = await new Wire(server.address).ask('/csp-report', {
      method: 'POST',
      headers: { 'content-type': 'application/csp-report' },
      body: JSON.stringify({ 'csp-report': report }),
    });
    expect(answer.status).toBe(204);
    await expect.poll(() => server.log.slice(mark).join('\n')).toContain('directive="img-src" blocked="https://example.com"');
    expect(server.log.slice(mark).join('\n')).not.toMatch(/doe|ssn/);
  });
});
