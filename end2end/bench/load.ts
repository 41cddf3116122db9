// What a page costs the processor, and what a bare axum server takes for a string of the same size.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './table';

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), '../../target/release/bench');
/** As many as keep two cores busy. */
const LINES = '8';
const MS_A_TICK = 10;
const ROUNDS = 5;
const ASKED_A_ROUND = 2_000;
/** What takes less time is asked for more often: a tick of the clock is a larger part of it. */
const FORMS_A_ROUND = 20_000;
const BARE_A_ROUND = 40_000;

/** Asks for a page so often, or sends a form, on connections that stay open. */
export async function load(origin: string, path: string, cookie: string, times: number, form?: string): Promise<void> {
  const words = ['load', new URL(origin).host, path, cookie, `${times}`, LINES, ...(form === undefined ? [] : [form])];
  const child = spawn(PROGRAM, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the load on ${path} ended with ${code}`);
}

/** Processor time of a process so far, all its threads, in milliseconds. */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field may hold blanks; the times are the 14th and the 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
}

/** Processor time of one request, in microseconds. */
async function costOf(pid: number, origin: string, { path, cookie, form }: Page, times: number): Promise<number> {
  const before = processorTime(pid);
  await load(origin, path, cookie, times, form);
  return ((processorTime(pid) - before) * 1000) / times;
}

/** What is asked of whom. */
export interface Page {
  pid: number;
  origin: string;
  path: string;
  cookie: string;
  /** What is sent, if it is a form. */
  form?: string;
  /** What a bare server answers: HTML, or JSON to a form. */
  text: Buffer;
}

/** Microseconds of a page, and of a bare axum server with its text as the only string: the medians of rounds in
 *  which they take turns, since a machine that is busy or idle changes both. */
export async function costs(page: Page): Promise<{ ours: number; bare: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-bench-'));
  const file = join(folder, page.form === undefined ? 'page.html' : 'answer.json');
  writeFileSync(file, page.text);
  const child: ChildProcess = spawn(PROGRAM, ['bare', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    if (!child.stdout || !child.pid) throw new Error(`${PROGRAM} does not start: cargo build --release -p bench`);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const limit = line.toString().trim();
    const [ours, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const one = await costOf(page.pid, page.origin, page, page.form === undefined ? ASKED_A_ROUND : FORMS_A_ROUND);
      const other = await costOf(child.pid, limit, page, BARE_A_ROUND);
      // The first round warms both up.
      if (round > 0) ours.push(one);
      if (round > 0) bare.push(other);
    }
    return { ours: median(ours), bare: median(bare) };
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resident memory of a process, in megabytes. */
export function residentMemory(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kib) * 1024) / 1e6;
}

/** Seconds of `vestibule audit verify` on a trail of so many rows. */
export function examination(rows: number): number {
  const vestibule = join(dirname(PROGRAM), 'vestibule');
  return Number(execFileSync(PROGRAM, ['trail', vestibule, `${rows}`], { cwd: join(dirname(PROGRAM), '../..'), encoding: 'utf8' }));
}

/** What it comes to when so many status pages are open in one process, and decisions are made about all of them. */
export interface Crowd {
  /** So many have a stream. */
  held: number;
  /** Bytes of memory of each. */
  bytes: number;
  /** Milliseconds from a decision to the tick that tells of it: half of them, and 99 of 100. */
  tick: [number, number];
  /** The same to the news that the page then asks for. */
  news: [number, number];
  /** Seconds until everybody has their news of decisions made at once. */
  all: number;
  /** So many decisions. */
  decisions: number;
}

/** Has so many people wait, and decides about them. */
export function crowd(people: number): Crowd {
  const vestibule = join(dirname(PROGRAM), 'vestibule');
  const said = execFileSync(PROGRAM, ['crowd', vestibule, `${people}`], { encoding: 'utf8' }).split(' ').map(Number);
  const [held = NaN, bytes = NaN, half = NaN, most = NaN, halfNews = NaN, mostNews = NaN, all = NaN, decisions = NaN] = said;
  return { held, bytes, tick: [half, most], news: [halfNews, mostNews], all, decisions };
}

/** What completed applications come to, the whole server but its socket. */
export interface Applications {
  /** So many a second. */
  ours: number;
  /** The transactions a second that SQLite alone commits. */
  alone: number;
  /** Milliseconds of processor for one. */
  milliseconds: number;
  /** Commits for one. */
  commits: number;
}

/** Has so many people apply, and SQLite commit alone. */
export function applications(times: number): Applications {
  const said = execFileSync(PROGRAM, ['applications', `${times}`], { encoding: 'utf8' });
  const [ours = NaN, alone = NaN, milliseconds = NaN, commits = NaN] = said.split(' ').map(Number);
  return { ours, alone, milliseconds, commits };
}

/** The dearest page of the reviewers' list over so many rows: in bare questions, and in milliseconds; with the whole table. */
export function desk(rows: number, events: number): { times: number; milliseconds: number; table: string } {
  const said = execFileSync(PROGRAM, ['desk', `${rows}`, `${events}`], { encoding: 'utf8', maxBuffer: 1 << 24 }).trim().split('\n');
  const [times = NaN, milliseconds = NaN] = (said.pop() ?? '').split(' ').map(Number);
  return { times, milliseconds, table: said.join('\n') };
}
