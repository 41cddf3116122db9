// Processor time of a page, compared with a baseline: an axum server that sends a string of the same size.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './table';

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), '../../target/release/bench');
/** Number of connections that keeps two cores busy. */
const CONNECTIONS = '8';
const MS_PER_TICK = 10;
const ROUNDS = 5;
const PAGES_PER_ROUND = 2_000;
/** Faster requests are repeated more often, because a clock tick is a larger part of their time. */
const FORMS_PER_ROUND = 20_000;
const BASELINE_PER_ROUND = 40_000;

/** Requests a page, or posts a form, this many times on open connections. */
export async function load(origin: string, path: string, cookie: string, times: number, form?: string): Promise<void> {
  const args = ['load', new URL(origin).host, path, cookie, `${times}`, CONNECTIONS, ...(form === undefined ? [] : [form])];
  const child = spawn(PROGRAM, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the load on ${path} ended with ${code}`);
}

/** Processor time of a process until now, all threads, in milliseconds. */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field may contain spaces; fields 14 and 15 are the times.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** Processor time of one request, in microseconds. */
async function costOf(pid: number, origin: string, { path, cookie, form }: Page, times: number): Promise<number> {
  const before = processorTime(pid);
  await load(origin, path, cookie, times, form);
  return ((processorTime(pid) - before) * 1000) / times;
}

/** Request to measure, and its server. */
export interface Page {
  pid: number;
  origin: string;
  path: string;
  cookie: string;
  /** Body of the request, if it posts a form. */
  form?: string;
  /** Response of the baseline server: HTML, or JSON to a form. */
  text: Buffer;
}

/** Microseconds of a page and of the baseline server with the same text. Medians of alternating rounds, because
 *  other load on the machine changes both. */
export async function costs(page: Page): Promise<{ ours: number; baseline: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-bench-'));
  const file = join(folder, page.form === undefined ? 'page.html' : 'answer.json');
  writeFileSync(file, page.text);
  const child: ChildProcess = spawn(PROGRAM, ['baseline', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    if (!child.stdout || !child.pid) throw new Error(`${PROGRAM} does not start: cargo build --release -p bench`);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const address = line.toString().trim();
    const [ours, baseline]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const one = await costOf(page.pid, page.origin, page, page.form === undefined ? PAGES_PER_ROUND : FORMS_PER_ROUND);
      const other = await costOf(child.pid, address, page, BASELINE_PER_ROUND);
      // The first round warms up both servers.
      if (round > 0) ours.push(one);
      if (round > 0) baseline.push(other);
    }
    return { ours: median(ours), baseline: median(baseline) };
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

/** Seconds of `vestibule audit verify` on a trail of `rows` events. */
export function auditVerify(rows: number): number {
  const vestibule = join(dirname(PROGRAM), 'vestibule');
  return Number(execFileSync(PROGRAM, ['audit-trail', vestibule, `${rows}`], { cwd: join(dirname(PROGRAM), '../..'), encoding: 'utf8' }));
}

/** Measurements of many open status pages in one process, while decisions arrive for all of them. */
export interface OpenPages {
  /** Pages with an event stream. */
  open: number;
  /** Bytes of memory for each page. */
  bytes: number;
  /** Milliseconds from a decision to its event on the stream: median and 99th percentile. */
  tick: [number, number];
  /** Milliseconds from a decision to the response of the poll that follows: median and 99th percentile. */
  update: [number, number];
  /** Seconds until every page has its update after simultaneous decisions. */
  all: number;
  /** Number of decisions. */
  decisions: number;
}

/** Opens status pages of this number of applicants and decides their applications. */
export function openPages(applicants: number): OpenPages {
  const vestibule = join(dirname(PROGRAM), 'vestibule');
  const output = execFileSync(PROGRAM, ['open-pages', vestibule, `${applicants}`], { encoding: 'utf8' }).split(' ').map(Number);
  const [open = NaN, bytes = NaN, tick50 = NaN, tick99 = NaN, update50 = NaN, update99 = NaN, all = NaN, decisions = NaN] = output;
  return { open, bytes, tick: [tick50, tick99], update: [update50, update99], all, decisions };
}

/** Measurements of completed applications: the whole server without its socket. */
export interface Applications {
  /** Applications a second. */
  ours: number;
  /** Transactions a second that SQLite alone commits. */
  alone: number;
  /** Milliseconds of processor time for each application. */
  milliseconds: number;
  /** Commits for each application. */
  commits: number;
}

/** Completes `times` applications, and measures SQLite alone. */
export function applications(times: number): Applications {
  const output = execFileSync(PROGRAM, ['applications', `${times}`], { encoding: 'utf8' });
  const [ours = NaN, alone = NaN, milliseconds = NaN, commits = NaN] = output.split(' ').map(Number);
  return { ours, alone, milliseconds, commits };
}

/** Settings of a cluster (tools/postgres.sh). */
export type Cluster = { FSYNC: 'on' | 'off'; COMMIT_DELAY?: string };

/** Runs a command of the bench with a cluster of PostgreSQL of its own. */
function withCluster(cluster: Cluster, ...words: string[]): string[] {
  const tools = join(dirname(PROGRAM), '../../tools/postgres.sh');
  const command = 'exec "$0" "$@" "$VESTIBULE_TEST_POSTGRES"';
  const env = { ...process.env, ...cluster };
  return execFileSync(tools, ['sh', '-c', command, PROGRAM, ...words], { encoding: 'utf8', env, maxBuffer: 1 << 24 }).trim().split('\n');
}

/** Completed applications on PostgreSQL. */
export interface PostgresApplications {
  servers: number;
  /** Applications a second. */
  ours: number;
  /** Transactions a second of `pgbench -N` on the same cluster. */
  alone: number;
  /** Writing transactions for each application. */
  commits: number;
  /** Milliseconds of processor time for each application: of the servers, and of the whole machine. */
  milliseconds: [number, number];
  /** Share of the machine that was idle, and of busy connections that waited for a lock. */
  idle: number;
  waits: number;
  /** Bytes for each application: of the write-ahead log, and of the database. */
  bytes: [number, number];
}

/** Completes `times` applications on PostgreSQL with one and with two servers. `positions` is the number of audit events
 *  a second that the checkpointer gives a position, `events` those of one application. */
export function postgresApplications(times: number, cluster: Cluster): { runs: PostgresApplications[]; positions: number; events: number } {
  const lines = withCluster(cluster, 'applications-postgres', join(dirname(PROGRAM), 'vestibule'), `${times}`);
  const [positions = NaN, events = NaN] = (lines.pop() ?? '').split(' ').map(Number);
  const runs = lines.map((line): PostgresApplications => {
    const [servers = NaN, ours = NaN, commits = NaN, own = NaN, all = NaN, idle = NaN, waits = NaN, log = NaN, size = NaN, alone = NaN] = line.split(' ').map(Number);
    return { servers, ours, alone, commits, milliseconds: [own, all], idle, waits, bytes: [log, size] };
  });
  return { runs, positions, events };
}

/** The admin list on PostgreSQL, as [adminList]. */
export function postgresAdminList(rows: number, events: number): AdminList {
  return slowestPage(withCluster({ FSYNC: 'off' }, 'admin-list-postgres', `${rows}`, `${events}`));
}

/** Measurements of the admin list. */
export interface AdminList {
  /** Most expensive page: as a multiple of the baseline query and in milliseconds. */
  times: number;
  milliseconds: number;
  /** Most expensive exact search, in milliseconds. */
  search: number;
  /** The whole table. */
  table: string;
}

/** The admin list over `rows` applications. */
export function adminList(rows: number, events: number): AdminList {
  return slowestPage(execFileSync(PROGRAM, ['admin-list', `${rows}`, `${events}`], { encoding: 'utf8', maxBuffer: 1 << 24 }).trim().split('\n'));
}

function slowestPage(lines: string[]): AdminList {
  const [times = NaN, milliseconds = NaN, search = NaN] = (lines.pop() ?? '').split(' ').map(Number);
  return { times, milliseconds, search, table: lines.join('\n') };
}
