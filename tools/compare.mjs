// `make bench COMPARE=<rev>`: builds a revision and the work tree and measures both in turns. It prints
// the ratio of the work tree to the revision for each pair. A busy machine changes both figures of a
// pair.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = 5;
const MS_A_TICK = 10;
const CONNECTIONS = '8';
const LOADS_A_PAGE = 1_000;
const POLLS = 20_000;
const APPLICATIONS = 1_500;
const [LIST_ROWS, LIST_EVENTS] = ['20000', '200000'];

// The form's steps: page, where its form goes, and what is typed. These details get a manual review (docs/contract.md §8).
const STEPS = [
  ['/agreement', '/api/consent', 'agreed=yes'],
  ['/name', '/api/name', 'given=Paulina&middle=&family=Gizela'],
  ['/date-of-birth', '/api/date-of-birth', 'month=1&day=15&year=1990'],
  ['/contact', '/api/contact', 'email=paulina%40example.com&phone=%2B12125552368&referral='],
  ['/address', '/api/address', 'line1=123+Main+Street&line2=Apt+4B&city=New+York&state=NY&postal=10001'],
  ['/ssn', '/api/ssn', 'ssn=123-45-6789'],
  ['/check', '/api/submit', ''],
];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const revision = process.argv[2];
if (!revision) throw new Error('make bench COMPARE=<rev>');
const scratch = mkdtempSync(join(tmpdir(), 'vestibule-compare-'));
const servers = [];
process.once('exit', () => {
  for (const server of servers) server.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
  run('git', ['worktree', 'prune'], root);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

// --- the two sides ------------------------------------------------------------

// Both are built into one target folder, so that cargo compiles their dependencies once. The programs are copied
// out.
function build(rev, name) {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const source = rev ? join(scratch, 'source') : root;
  if (rev) run('git', ['worktree', 'add', '--quiet', '--detach', source, rev], root);
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  console.log(`building ${rev ?? 'the work tree'}`);
  run('cargo', ['build', '--quiet', '--release', '-p', 'server', '-p', 'bench'], source, { CARGO_TARGET_DIR: target });
  for (const program of ['vestibule', 'bench']) copyFileSync(join(target, 'release', program), join(folder, program));
  return { name, folder, bench: join(folder, 'bench') };
}

// A server with the sandbox in its process, and an applicant at its last step and one who waits.
async function serve(side) {
  const site = join(side.folder, 'site');
  mkdirSync(join(site, 'pkg'), { recursive: true });
  writeFileSync(join(site, 'hash.txt'), 'js: a\nwasm: b\ncss: c\nadmin.css: d\ndesk.css: d\n');
  const env = {
    VESTIBULE_DATA: join(side.folder, 'data'),
    VESTIBULE_SITE: site,
    VESTIBULE_ADDR: '127.0.0.1:0',
    VESTIBULE_PUBLIC_URL: 'http://127.0.0.1:0',
    VESTIBULE_SANDBOX_ADDR: '127.0.0.1:0',
    VESTIBULE_RATE_PER_MINUTE: '10000',
    VESTIBULE_SESSION_IDLE_MINUTES: '1440',
    VESTIBULE_LOG: 'warn',
  };
  const child = spawn(join(side.folder, 'vestibule'), { env, stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(child);
  const origin = await new Promise((found, failed) => {
    let output = '';
    child.once('exit', () => failed(new Error(`the server of ${side.name} did not start`)));
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const [, url] = /is open: (http:\/\/[^\s/]+)/.exec(output) ?? [];
      if (url) found(url);
    });
  });
  const [wizard, waiting] = [await applies(origin, STEPS.slice(0, -1)), await applies(origin, STEPS)];
  const page = await (await fetch(`${origin}/status`, { headers: { cookie: waiting.cookie } })).text();
  const data = (name) => new RegExp(`data-${name}="([^"]*)"`).exec(page)?.[1] ?? '';
  const form = new URLSearchParams({ csrf: data('csrf'), seen: data('seen'), asked: '9' }).toString();
  Object.assign(side, { pid: child.pid, host: new URL(origin).host, cookie: wizard.cookie, poll: { cookie: waiting.cookie, form } });
}

// Hands in these steps as a browser without JavaScript would.
async function applies(origin, steps) {
  let cookies = {};
  const send = async (path, body) => {
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' };
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    const answer = await fetch(origin + path, { method: body === undefined ? 'GET' : 'POST', headers, body, redirect: 'manual' });
    if (answer.status !== (body === undefined ? 200 : 303)) throw new Error(`${path} was answered ${answer.status}`);
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies = { ...cookies, [name]: value };
    }
    return answer.text();
  };
  const token = async (page) => /name="csrf" value="([^"]*)"/.exec(await send(page))?.[1];
  await send('/api/begin', `csrf=${await token('/')}`);
  for (const [page, action, fields] of steps) await send(action, `csrf=${await token(page)}&${fields}`);
  return { cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; ') };
}

// --- the rows -------------------------------------------------------------------

// One program makes the load on both sides: that of the work tree.
const MEASURES = [
  {
    name: 'pages: processor time of a form page, filled in',
    unit: 'µs',
    measure: (side, { bench }) => processorTime(side, STEPS.length * LOADS_A_PAGE, async () => {
      for (const [page] of STEPS) await load(bench, side.host, page, side.cookie, LOADS_A_PAGE);
    }),
  },
  {
    name: 'poll: processor time of a status poll',
    unit: 'µs',
    measure: (side, { bench }) => processorTime(side, POLLS, () => load(bench, side.host, '/api/status', side.poll.cookie, POLLS, side.poll.form)),
  },
  { name: 'application: processor time of a completed application', unit: 'ms', measure: (side) => figure(side.bench, ['applications', `${APPLICATIONS}`], 2) },
  { name: "list: the most expensive page of the admin's list", unit: 'ms', measure: (side) => figure(side.bench, [listCommand(side.bench), LIST_ROWS, LIST_EVENTS], 1) },
];

async function compare([before, after]) {
  const rows = new Map();
  const failed = new Set();
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const { name, unit, measure } of MEASURES) {
      if (failed.has(name)) continue;
      try {
        const pair = [await measure(before, after), await measure(after, after)];
        const row = rows.get(name) ?? { unit, pairs: [] };
        rows.set(name, { ...row, pairs: [...row.pairs, pair] });
        console.log(`round ${round}  ${name}: ${pair.map((one) => one.toFixed(3)).join(' and ')} ${unit}`);
      } catch (error) {
        // An older revision may not have what is measured.
        failed.add(name);
        console.log(`round ${round}  ${name}: not measured: ${error.message.split('\n')[0]}`);
      }
    }
  }
  console.log(`\nthe work tree in relation to ${revision}, ${ROUNDS} pairs: below 1 is less`);
  console.log(['ratio: min', 'median', 'max', 'before', 'after'].map((cell) => cell.padStart(10)).join(''));
  for (const [name, { unit, pairs }] of rows) {
    if (failed.has(name)) continue;
    const ratios = sorted(pairs.map(([one, other]) => other / one));
    const cells = [ratios[0], middle(ratios), ratios.at(-1), ...[0, 1].map((n) => middle(sorted(pairs.map((pair) => pair[n]))))];
    console.log(`${cells.map((cell) => cell.toFixed(3).padStart(10)).join('')}  ${unit}, ${name}`);
  }
  if (failed.size > 0) process.exitCode = 1;
}

// A column of the last line that a program prints.
function figure(program, words, column) {
  const output = execFileSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 24, stdio: ['ignore', 'pipe', 'pipe'] });
  return Number(output.trim().split('\n').at(-1).split(' ')[column]);
}

// The command `admin-list` was named `desk` before the first release.
function listCommand(program) {
  const { stderr } = spawnSync(program, { encoding: 'utf8' });
  return stderr.includes('admin-list') ? 'admin-list' : 'desk';
}

async function load(program, host, path, cookie, times, form) {
  const words = ['load', host, path, cookie, `${times}`, CONNECTIONS, ...(form === undefined ? [] : [form])];
  const [code] = await once(spawn(program, words, { stdio: ['ignore', 'ignore', 'inherit'] }), 'exit');
  if (code !== 0) throw new Error(`the load on ${path} ended with ${code}`);
}

// Microseconds that one of so many requests costs the server, all its threads.
async function processorTime({ pid }, times, work) {
  const ticks = () => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field may hold blanks; the times are the 14th and the 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await work();
  return ((ticks() - before) * MS_A_TICK * 1000) / times;
}

// --- small helpers ----------------------------------------------------------------

const sorted = (values) => [...values].sort((a, b) => a - b);
const middle = (values) => values[Math.floor(values.length / 2)];

function run(command, words, cwd, env = {}) {
  execFileSync(command, words, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
}

const sides = [build(revision, 'before'), build(undefined, 'after')];
for (const side of sides) await serve(side);
await compare(sides);
process.exit();
