// Mutation testing of the domain in one build. Every mutant of a function becomes an arm of a `match` over its body,
// and an environment variable switches one on. A build for each mutant would take a minute each.
//
//   node tools/mutants.mjs FOLDER CRATES FILE...
//
// FOLDER is for the changed copy, its build and the results. CRATES are those whose tests may notice. FILE is a glob
// below the project. Undetected mutants: FOLDER/missed.txt.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const [folder, crates, ...files] = process.argv.slice(2);
/** SHARD=0/8 runs each eighth mutant. */
const [shard, of] = (process.env.SHARD ?? '0/1').split('/').map(Number);
const out = resolve(folder);
const copy = join(out, 'tree');
const SWITCH = 'KYC_MUTANT';
/** A test run that takes longer is stuck: some test noticed. */
const LONGEST_MS = 15 * 60_000;
/** Long tests, which run only if the others notice nothing. */
const slow = 'test(/outage|precedence|^admin::/)' + (crates === 'kyc' ? '' : ' + binary(values)');
/** Tests that call the use cases directly. They run first, because they detect most mutants. */
const direct = `(package(kyc) + test(/^(jobs|webhook)::/)) - (${slow})`;
/** Without tests that read the sources, which differ in the copy, and long ones that find nothing more. */
const quick = `all() - test(/crash|soak|fuzz|sources|architecture|imports/) - (${slow})`;
/** The body of a function has one arm for each mutant. Unoptimised, its frame outgrows the usual stack. */
const STACK = String(256 << 20);
const big = { encoding: 'utf8', maxBuffer: 1 << 30 };

/** Writes a file of the copy. An equal one keeps its time, so that cargo builds no more than needed. */
function put(name, content) {
  const path = join(copy, name);
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Copies the files of the repository. */
function copyTree() {
  const names = execFileSync('git', ['ls-files', '-z'], big).split('\0').filter((name) => name !== '' && existsSync(name));
  for (const name of names) put(name, readFileSync(name));
}

function listed() {
  const named = files.flatMap((file) => ['--file', file]);
  const text = execFileSync('.tools/bin/cargo-mutants', ['mutants', '--list', '--json', '--package', 'kyc', '--features', 'native', ...named], big);
  return JSON.parse(text).map((mutant, n) => ({ ...mutant, number: n + 1 }));
}

/** The offset of a place, whose lines and columns begin with 1. Columns count characters. */
function offset(lines, { line, column }) {
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  return before + [...lines[line - 1]].slice(0, column - 1).join('').length;
}

/** The function's text with strings, characters and comments blanked: its braces are those of the code. */
function blanked(text) {
  return text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'|\/\/[^\n]*/gs, (it) => ' '.repeat(it.length));
}

/** The offset of the brace that opens the body which ends with the function. */
function bodyStart(text) {
  const code = blanked(text);
  let depth = 0;
  for (let at = code.lastIndexOf('}'); at >= 0; at -= 1) {
    if (code[at] === '}') depth += 1;
    if (code[at] === '{') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`no body:\n${text}`);
}

/** The file with a switch in each function, and the lines of each mutant's arm. */
function switched(file, mutants) {
  const source = readFileSync(file, 'utf8');
  const lines = source.split('\n');
  const functions = new Map();
  for (const mutant of mutants) {
    const { start, end } = mutant.function.span;
    const key = `${start.line}:${start.column}`;
    const span = { from: offset(lines, start), to: offset(lines, end), mutants: [] };
    functions.set(key, functions.get(key) ?? span);
    functions.get(key).mutants.push(mutant);
  }
  let text = source;
  // From the end, so that earlier offsets stay right.
  for (const { from, to, mutants: own } of [...functions.values()].sort((a, b) => b.from - a.from)) {
    const whole = source.slice(from, to);
    const open = from + bodyStart(whole);
    const close = from + blanked(whole).lastIndexOf('}');
    const arms = own.map(({ number, span, replacement }) => {
      const [start, end] = [offset(lines, span.start), offset(lines, span.end)];
      const body = source.slice(open + 1, start) + replacement + source.slice(end, close);
      return `\n/*mutant ${number}*/ ${number} => {\n${body}\n}\n/*end ${number}*/`;
    });
    const body = `{ match crate::mutant::switched_on() {${arms.join('')}\n_ => {${source.slice(open + 1, close)}}\n} }`;
    const head = source.slice(from, open).replace(/\bconst (?=(?:async )?fn\b)/, '');
    text = text.slice(0, from) + head + body + text.slice(close + 1);
  }
  put(file, text);
  const ranges = new Map();
  text.split('\n').forEach((line, n) => {
    const begins = /^\/\*mutant (\d+)\*\//.exec(line);
    const ends = /^\/\*end (\d+)\*\//.exec(line);
    if (begins) ranges.set(Number(begins[1]), [n + 1, n + 1]);
    if (ends) ranges.get(Number(ends[1]))[1] = n + 1;
  });
  return ranges;
}

const SWITCH_MODULE = `
#[doc(hidden)]
pub mod mutant {
    use std::sync::OnceLock;
    static ON: OnceLock<u32> = OnceLock::new();
    pub fn switched_on() -> u32 {
        *ON.get_or_init(|| std::env::var("${SWITCH}").ok().and_then(|it| it.parse().ok()).unwrap_or(0))
    }
}
`;

/** Writes the switches, and leaves out the mutants that do not compile. */
function write(all) {
  const lib = readFileSync('kyc/src/lib.rs', 'utf8').replaceAll(/^#!\[(?:deny|forbid)[^\n]*$/gm, '');
  put('kyc/src/lib.rs', lib + SWITCH_MODULE);
  let mutants = all;
  for (;;) {
    const ranges = new Map();
    for (const file of new Set(all.map((it) => it.file))) ranges.set(file, switched(file, mutants.filter((it) => it.file === file)));
    const check = cargo(['check', '--package', 'kyc', '--features', 'native', '--message-format', 'json']);
    const wrong = new Set();
    for (const line of check.stdout.split('\n').filter((it) => it.startsWith('{'))) {
      const { message } = JSON.parse(line);
      if (message?.level !== 'error') continue;
      for (const span of message.spans) {
        for (const [number, [from, to]] of ranges.get(span.file_name) ?? []) {
          if (span.line_start >= from && span.line_end <= to) wrong.add(number);
        }
      }
    }
    if (check.status === 0) return mutants;
    if (wrong.size === 0) throw new Error(`the copy does not compile:\n${check.stderr}`);
    mutants = mutants.filter((it) => !wrong.has(it.number));
  }
}

function cargo(args, env = {}) {
  return spawnSync('cargo', args, {
    ...big,
    cwd: copy,
    timeout: LONGEST_MS,
    env: { ...process.env, CARGO_TARGET_DIR: join(out, 'target'), RUST_MIN_STACK: STACK, ...env },
  });
}

copyTree();
const all = listed();
const mutants = write(all);
console.log(`${all.length} mutants, ${all.length - mutants.length} do not compile`);
const packages = [...crates.split(' ').flatMap((crate) => ['--package', crate]), '--features', 'kyc/native'];
const list = cargo(['nextest', 'list', ...packages, '--list-type', 'binaries-only', '--message-format', 'json']);
if (list.status !== 0) throw new Error(list.stderr);
writeFileSync(join(out, 'binaries.json'), list.stdout);
writeFileSync(join(out, 'metadata.json'), cargo(['metadata', '--format-version', '1', '--features', 'kyc/native']).stdout);
const built = ['--binaries-metadata', join(out, 'binaries.json'), '--cargo-metadata', join(out, 'metadata.json')];
const passes = (number, pattern) =>
  cargo(['nextest', 'run', ...built, '--fail-fast', '--no-tests', 'pass', '-E', pattern], { [SWITCH]: String(number) }).status === 0;
const patterns = [direct, `(${quick}) - (${direct})`, slow];
for (const pattern of patterns) if (!passes(0, pattern)) throw new Error('the tests fail without a mutant');
const missed = [];
const chosen = mutants.filter((_, n) => n % of === shard);
for (const { number, name } of chosen) {
  const started = Date.now();
  const caught = patterns.some((pattern) => !passes(number, pattern));
  if (!caught) missed.push(name);
  console.log(`${caught ? 'caught' : 'MISSED'} ${name} (${Math.round((Date.now() - started) / 1000)} s)`);
  writeFileSync(join(out, 'missed.txt'), missed.map((it) => `${it}\n`).join(''));
}
const caught = chosen.length - missed.length;
console.log(`${caught} of ${chosen.length} caught (${((caught / chosen.length) * 100).toFixed(1)} %)`);
