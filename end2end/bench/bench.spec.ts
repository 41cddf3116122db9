// `make bench`: page sizes, and costs in time and memory, each beside its budget (budget.json). One test for each
// measurement, named after its rows. `make bench ROW=poll` runs the tests whose name matches. A failed measurement
// stops no other.
import type { Page } from '@playwright/test';
import { Applicant, STEPS } from '../support/applicant';
import { brotli, builtFiles, fetchRaw } from '../support/bytes';
import { test } from '../support/fixtures';
import { MANUAL_REVIEW, person } from '../support/people';
import { Sandbox } from '../support/sandbox';
import { Server } from '../support/server';
import { type Cluster, adminList, applications, auditVerify, costs, load, openPages, postgresAdminList, postgresApplications, residentMemory } from './load';
import { paints } from './paint';
import { failure, header, note, row } from './table';
import { shown, stored } from './webhook';

const PAGE_LOADS = 100_000;
const AUDIT_ROWS = 1_000_000;
/** Status pages open at once. */
const OPEN_PAGES = 19_000;
const LIST_ROWS = Number(process.env['LIST_ROWS'] ?? 100_000);

test.describe.configure({ timeout: 1_800_000 });
test.beforeAll(header);
test.afterEach(({}, { title, status, error }) => {
  if (status !== 'passed') failure(title, error?.message ?? `${status}`);
});

async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** Posts every step without submitting the application. Returns the cookies. */
async function readyToSend(applicant: Applicant): Promise<string> {
  await applicant.withDetails({ middle: 'Annabella', line2: 'Apartment 4' }).openStep('check');
  return cookieOf(applicant.page);
}

/** Size of a file as browsers load it, in kilobytes. */
async function size(origin: string, path?: string): Promise<number> {
  return (await fetchRaw(`${origin}${path}`, { 'accept-encoding': 'br' })).body.length / 1000;
}

async function wizard(origin: string, cookie: string, language: string) {
  return Promise.all(
    Object.entries(STEPS).map(async ([step, path]) => {
      const { body: html } = await fetchRaw(`${origin}${path}`, { cookie, 'accept-language': language });
      return { step, path, language, html };
    }),
  );
}

/** Poll of an open status page, and the text of its response for the baseline server. */
async function pollOf(page: Page): Promise<{ cookie: string; form: string; text: Buffer }> {
  const state = page.locator('#state');
  const [csrf, seen] = [await state.getAttribute('data-csrf'), await state.getAttribute('data-seen')];
  const form = new URLSearchParams({ csrf: csrf ?? '', seen: seen ?? '', asked: '9' }).toString();
  const text = JSON.stringify({ moved: false, wait_ms: 15_000, checked: 'Last checked at 07:05 UTC', words: 'Still checking. Nothing new yet.' });
  return { cookie: await cookieOf(page), form, text: Buffer.from(text) };
}

function worst<T>(of: T[], by: (one: T) => number): T {
  const found = [...of].sort((a, b) => by(b) - by(a))[0];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

test('wizardPage wizardHtml wizardScripts', async ({ applicant, server }) => {
  const cookie = await readyToSend(applicant);
  const pages = (await Promise.all(['en', 'es'].map((language) => wizard(server.url, cookie, language)))).flat();
  const css = await size(server.url, builtFiles(pages[0]?.html.toString() ?? '').css);
  const packed = pages.map((page) => ({ ...page, packed: brotli(page.html).length / 1000 }));
  const heaviest = worst(packed, (page) => page.packed);
  row('wizardPage', heaviest.packed + css, `${heaviest.step}, ${heaviest.language}`);
  const longest = worst(pages, ({ html }) => html.length);
  row('wizardHtml', longest.html.length / 1000, `${longest.step}, ${longest.language}`);
  const scripts = pages.map(({ html }) => [...html.toString().matchAll(/<script[^>]* src|\.wasm|\.js"/g)].length);
  row('wizardScripts', Math.max(...scripts));
});

test('statusScript', async ({ applicant, server }) => {
  await applicant.withDetails(MANUAL_REVIEW).apply();
  const { js, wasm } = builtFiles(await applicant.page.content());
  const [glue, module] = [await size(server.url, js), await size(server.url, wasm)];
  row('statusScript', glue + module, `${glue.toFixed(1)} + ${module.toFixed(1)}`);
});

test('firstPaint', async ({ applicant, browser, server }) => {
  await readyToSend(applicant);
  const cookies = await applicant.page.context().cookies();
  for (const [what, path, known] of [['start page', '/', []], ['address page', STEPS.address, cookies]] as const) {
    const { ours, copy } = await paints(browser, server.url, path, [...known]);
    row('firstPaint', ours / copy, `${what}: ${Math.round(ours)} and ${Math.round(copy)} ms`);
  }
});

test('processor', async ({ applicant, server }) => {
  const cookie = await readyToSend(applicant);
  const measured = [];
  for (const { step, path, html } of await wizard(server.url, cookie, 'en')) {
    const { ours, baseline } = await costs({ pid: server.pid, origin: server.url, path, cookie, text: html });
    measured.push({ step, ratio: ours / baseline });
    note(step, `${Math.round(ours)} µs, baseline ${baseline.toFixed(1)} µs: ${(ours / baseline).toFixed(1)} ×`);
  }
  const slowest = worst(measured, ({ ratio }) => ratio);
  row('processor', slowest.ratio, `slowest: ${slowest.step}`);
});

test('poll', async ({ applicant, server }) => {
  await applicant.withDetails(MANUAL_REVIEW).apply();
  const poll = await pollOf(applicant.page);
  // Otherwise the open page would poll, too.
  await applicant.page.goto('about:blank');
  const { ours, baseline } = await costs({ pid: server.pid, origin: server.url, path: '/api/status', ...poll });
  row('poll', ours / baseline, `${Math.round(ours)} µs, baseline ${baseline.toFixed(1)} µs`);
});

test('memory', async ({ browser }) => {
  // A separate server: the shared one has answered a different number of pages.
  const server = await Server.start({});
  const context = await browser.newContext({ baseURL: server.url });
  try {
    const applicant = new Applicant(await context.newPage(), new Sandbox(server.sandboxUrl, server), person(), 'en');
    const cookie = await readyToSend(applicant);
    const paths = Object.values(STEPS);
    for (const path of paths) await load(server.url, path, cookie, Math.ceil(PAGE_LOADS / paths.length));
    row('memory', residentMemory(server.pid));
  } finally {
    await context.close();
    await server.stop();
  }
});

test('liveMissing liveMemory liveTick liveAll', () => {
  const pages = openPages(OPEN_PAGES);
  const ms = ([p50, p99]: [number, number]): string => `${p50.toFixed(1)} and ${p99.toFixed(1)} ms`;
  row('liveMissing', OPEN_PAGES - pages.open);
  row('liveMemory', pages.bytes / 1000, `${pages.open} of them`);
  row('liveTick', pages.update[1], `p50 and p99: event after ${ms(pages.tick)}, update after ${ms(pages.update)}`);
  row('liveAll', pages.all, `${pages.decisions} decisions`);
});

test('webhookStored', async () => {
  row('webhookStored', await stored());
});

test('webhookShown', async ({ browser }) => {
  // A failure to show the text must not last as long as the slowest row.
  test.setTimeout(300_000);
  row('webhookShown', await shown(browser));
});

test('application applicationTime applicationCommits', () => {
  const { ours, alone, milliseconds, commits } = applications(3_000);
  row('application', alone / ours, `${ours} applications a second, ${alone} commits`);
  row('applicationTime', milliseconds);
  row('applicationCommits', commits);
});

// `LIST_ROWS=1000000 make bench ROW=adminList` prints the whole table, takes minutes and needs 5 GB in the temporary
// folder.
test('adminListPage adminListTime adminSearch', () => {
  const list = adminList(LIST_ROWS, 10 * LIST_ROWS);
  if (process.env['LIST_ROWS']) console.log(list.table);
  row('adminListPage', list.times, `${LIST_ROWS} applications`);
  row('adminListTime', list.milliseconds);
  row('adminSearch', list.search);
});

test('postgresCommit postgresOneServer postgresPositions', () => {
  const measured = (what: string, times: number, cluster: Cluster) => {
    const { runs, ...rest } = postgresApplications(times, cluster);
    for (const { servers, ours, alone, commits, milliseconds, idle, waits, bytes } of runs) {
      const [own, all] = milliseconds;
      const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
      note(`${servers} server(s), ${what}`, `${ours} applications a second, ${commits} commits each; pgbench -N: ${alone} a second`);
      note('for each', `${own} ms of the servers, ${all} ms of the machine; ${bytes[0]} bytes of the write-ahead log, ${bytes[1]} of the database`);
      note('meanwhile', `${percent(idle)} of the machine idle, ${percent(waits)} of busy connections waited for a lock`);
    }
    return { one: runs[0], two: runs[1], ...rest };
  };
  const { one, positions, events } = measured('synced commits', 3_000, { FSYNC: 'on' });
  row('postgresCommit', one ? one.alone / (one.ours * one.commits) : NaN);
  row('postgresPositions', 1_000 / positions, `${positions} events a second, ${events} for each application`);
  measured('commits without sync', 3_000, { FSYNC: 'off' });
  // The processor is idle here. What waits for another's commit would make two servers no faster than one.
  const slow = measured('commits of 50 ms', 400, { FSYNC: 'on', COMMIT_DELAY: '50000' });
  row('postgresOneServer', slow.one && slow.two ? slow.one.ours / slow.two.ours : NaN);
});

test('postgresListPage postgresListTime postgresSearch', () => {
  const list = postgresAdminList(LIST_ROWS, 10 * LIST_ROWS);
  if (process.env['LIST_ROWS']) console.log(list.table);
  row('postgresListPage', list.times, `${LIST_ROWS} applications`);
  row('postgresListTime', list.milliseconds);
  row('postgresSearch', list.search);
});

test('trail', () => {
  row('trail', auditVerify(AUDIT_ROWS));
});
