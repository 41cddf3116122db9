// `make bench`: page sizes, and costs in time and memory, each beside its budget (budget.json).
import type { Page } from '@playwright/test';
import { STEPS, type Applicant } from '../support/applicant';
import { test } from '../support/fixtures';
import { MANUAL_REVIEW, person } from '../support/people';
import { brotli, builtFiles, fetchRaw } from '../support/bytes';
import { applications, ASKED, costs, crowd, desk, examination, load, residentMemory } from './load';
import { paints } from './paint';
import { Table } from './table';
import { webhooks } from './webhook';

const PAGES = 100_000;
const ROWS = 1_000_000;
/** Status pages open at once. */
const WAITING = 19_000;
const DESK_ROWS = Number(process.env['DESK_ROWS'] ?? 100_000);

async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** Poll of an open status page, and the text of its response for the bare server. */
async function questionOf(page: Page): Promise<{ cookie: string; form: string; text: Buffer }> {
  const state = page.locator('#state');
  const [csrf, seen] = [await state.getAttribute('data-csrf'), await state.getAttribute('data-seen')];
  const form = new URLSearchParams({ csrf: csrf ?? '', seen: seen ?? '', asked: '9' }).toString();
  const text = JSON.stringify({ moved: false, wait_ms: 15_000, checked: 'Last checked at 07:05 UTC', words: 'Still checking. Nothing new yet.' });
  return { cookie: await cookieOf(page), form, text: Buffer.from(text) };
}

/** Posts every step without submitting the application. Returns the cookies. */
async function readyToSend(applicant: Applicant): Promise<string> {
  await applicant.withDetails({ middle: 'Annabella', line2: 'Apartment 4' }).openStep('check');
  return cookieOf(applicant.page);
}

function worst<T>(of: T[], by: (one: T) => number): T {
  const found = [...of].sort((a, b) => by(b) - by(a))[0];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

test('bench', async ({ applicant, browser, server }) => {
  test.setTimeout(1_800_000);
  const table = new Table();
  const origin = server.url;
  const cookie = await readyToSend(applicant);
  const size = async (path?: string) =>
    (await fetchRaw(`${origin}${path}`, { 'accept-encoding': 'br' })).body.length / 1000;

  // Sizes.
  const pages = await Promise.all(
    Object.entries(STEPS).flatMap(([step, path]) =>
      ['en', 'es'].map(async (tongue) => {
        const { body: html } = await fetchRaw(`${origin}${path}`, { cookie, 'accept-language': tongue });
        return { step, path, tongue, html, packed: brotli(html).length / 1000 };
      }),
    ),
  );
  const css = await size(builtFiles(pages[0]?.html.toString() ?? '').css);
  const heaviest = worst(pages, ({ packed }) => packed);
  table.row('wizardPage', heaviest.packed + css, `${heaviest.step}, ${heaviest.tongue}`);
  const longest = worst(pages, ({ html }) => html.length);
  table.row('wizardHtml', longest.html.length / 1000, `${longest.step}, ${longest.tongue}`);
  const scripts = pages.map(({ html }) => [...html.toString().matchAll(/<script[^>]* src|\.wasm|\.js"/g)].length);
  table.row('wizardScripts', Math.max(...scripts));
  const elsewhere = await browser.newContext({ baseURL: origin });
  const waiting = applicant.onPage(await elsewhere.newPage());
  await waiting.withDetails({ ...person(), ...MANUAL_REVIEW }).apply();
  const { js, wasm } = builtFiles(await waiting.page.content());
  const question = await questionOf(waiting.page);
  await elsewhere.close();
  const [glue, module] = [await size(js), await size(wasm)];
  table.row('statusScript', glue + module, `${glue.toFixed(1)} + ${module.toFixed(1)}`);

  // First paint.
  const cookies = await applicant.page.context().cookies();
  for (const [what, path, known] of [['start page', '/', []], ['address page', STEPS.address, cookies]] as const) {
    const { ours, copy } = await paints(browser, origin, path, [...known]);
    table.row('firstPaint', ours / copy, `${what}: ${Math.round(ours)} and ${Math.round(copy)} ms`);
  }

  // Processor time.
  const english = pages.filter(({ tongue }) => tongue === 'en');
  const measured = [];
  for (const { step, path, html } of english) {
    const { ours, bare } = await costs({ pid: server.pid, origin, path, cookie, text: html });
    measured.push({ step, ours, bare, ratio: ours / bare });
  }
  const dearest = worst(measured, ({ ratio }) => ratio);
  table.row('processor', dearest.ratio, `dearest: ${dearest.step}`);
  for (const { step, ours, bare, ratio } of measured) {
    table.note(step, `${Math.round(ours)} µs, bare ${bare.toFixed(1)} µs: ${ratio.toFixed(1)} ×`);
  }

  // Status polls.
  const asked = await costs({ pid: server.pid, origin, path: '/api/status', ...question });
  table.row('poll', asked.ours / asked.bare, `${Math.round(asked.ours)} µs, bare ${asked.bare.toFixed(1)} µs`);

  // Memory.
  for (const { path } of english) await load(origin, path, cookie, Math.ceil(PAGES / english.length) - ASKED);
  table.row('memory', residentMemory(server.pid));

  // Open pages.
  const waits = crowd(WAITING);
  const ms = ([half, most]: [number, number]): string => `${half.toFixed(1)} and ${most.toFixed(1)} ms`;
  table.row('liveMissing', WAITING - waits.held);
  table.row('liveMemory', waits.bytes / 1000, `${waits.held} of them`);
  table.row('liveTick', waits.news[1], `half and 99 of 100: told after ${ms(waits.tick)}, shown after ${ms(waits.news)}`);
  table.row('liveAll', waits.all, `${waits.decisions} decisions`);

  // Webhooks.
  const { stored, shown } = await webhooks(browser);
  table.row('webhookStored', stored);
  table.row('webhookShown', shown);

  // Completed applications.
  const { ours, alone, milliseconds, commits } = applications(3_000);
  table.row('application', alone / ours, `${ours} applications a second, ${alone} commits`);
  table.row('applicationTime', milliseconds);
  table.row('applicationCommits', commits);

  // The admin list. With DESK_ROWS=1000000 it prints its whole table, takes minutes and needs 5 GB in the temporary
  // folder.
  const list = desk(DESK_ROWS, 10 * DESK_ROWS);
  table.row('deskPage', list.times, `${DESK_ROWS} applications`);
  table.row('deskTime', list.milliseconds);
  if (process.env['DESK_ROWS']) console.log(list.table);

  // The audit trail.
  table.row('trail', examination(ROWS));
  table.print();
});
