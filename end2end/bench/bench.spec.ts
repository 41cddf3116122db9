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
import { applications, costs, crowd, desk, examination, load, residentMemory } from './load';
import { paints } from './paint';
import { failure, header, note, row } from './table';
import { shown, stored } from './webhook';

const PAGES = 100_000;
const ROWS = 1_000_000;
/** Status pages open at once. */
const WAITING = 19_000;
const DESK_ROWS = Number(process.env['DESK_ROWS'] ?? 100_000);

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

async function wizard(origin: string, cookie: string, tongue: string) {
  return Promise.all(
    Object.entries(STEPS).map(async ([step, path]) => {
      const { body: html } = await fetchRaw(`${origin}${path}`, { cookie, 'accept-language': tongue });
      return { step, path, tongue, html };
    }),
  );
}

/** Poll of an open status page, and the text of its response for the bare server. */
async function questionOf(page: Page): Promise<{ cookie: string; form: string; text: Buffer }> {
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
  const pages = (await Promise.all(['en', 'es'].map((tongue) => wizard(server.url, cookie, tongue)))).flat();
  const css = await size(server.url, builtFiles(pages[0]?.html.toString() ?? '').css);
  const packed = pages.map((page) => ({ ...page, packed: brotli(page.html).length / 1000 }));
  const heaviest = worst(packed, (page) => page.packed);
  row('wizardPage', heaviest.packed + css, `${heaviest.step}, ${heaviest.tongue}`);
  const longest = worst(pages, ({ html }) => html.length);
  row('wizardHtml', longest.html.length / 1000, `${longest.step}, ${longest.tongue}`);
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
    const { ours, bare } = await costs({ pid: server.pid, origin: server.url, path, cookie, text: html });
    measured.push({ step, ratio: ours / bare });
    note(step, `${Math.round(ours)} µs, bare ${bare.toFixed(1)} µs: ${(ours / bare).toFixed(1)} ×`);
  }
  const dearest = worst(measured, ({ ratio }) => ratio);
  row('processor', dearest.ratio, `dearest: ${dearest.step}`);
});

test('poll', async ({ applicant, server }) => {
  await applicant.withDetails(MANUAL_REVIEW).apply();
  const question = await questionOf(applicant.page);
  // Otherwise the open page would poll, too.
  await applicant.page.goto('about:blank');
  const { ours, bare } = await costs({ pid: server.pid, origin: server.url, path: '/api/status', ...question });
  row('poll', ours / bare, `${Math.round(ours)} µs, bare ${bare.toFixed(1)} µs`);
});

test('memory', async ({ browser }) => {
  // A separate server: the shared one has answered a different number of pages.
  const server = await Server.start({});
  const context = await browser.newContext({ baseURL: server.url });
  try {
    const applicant = new Applicant(await context.newPage(), new Sandbox(server.sandboxUrl), person(), 'en');
    const cookie = await readyToSend(applicant);
    const paths = Object.values(STEPS);
    for (const path of paths) await load(server.url, path, cookie, Math.ceil(PAGES / paths.length));
    row('memory', residentMemory(server.pid));
  } finally {
    await context.close();
    await server.stop();
  }
});

test('liveMissing liveMemory liveTick liveAll', () => {
  const waits = crowd(WAITING);
  const ms = ([half, most]: [number, number]): string => `${half.toFixed(1)} and ${most.toFixed(1)} ms`;
  row('liveMissing', WAITING - waits.held);
  row('liveMemory', waits.bytes / 1000, `${waits.held} of them`);
  row('liveTick', waits.news[1], `half and 99 of 100: told after ${ms(waits.tick)}, shown after ${ms(waits.news)}`);
  row('liveAll', waits.all, `${waits.decisions} decisions`);
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

// `DESK_ROWS=1000000 make bench ROW=desk` prints the whole table, takes minutes and needs 5 GB in the temporary
// folder.
test('deskPage deskTime', () => {
  const list = desk(DESK_ROWS, 10 * DESK_ROWS);
  if (process.env['DESK_ROWS']) console.log(list.table);
  row('deskPage', list.times, `${DESK_ROWS} applications`);
  row('deskTime', list.milliseconds);
});

test('trail', () => {
  row('trail', examination(ROWS));
});
