// Summary of `make test`: the minutes of each stage beside its budget, the ten slowest tests, and each failed test.
// The last line has the test counts. Reads the logs of the stages: node tools/test-summary.mjs FOLDER [FAILED-STAGE]
import { existsSync, readFileSync } from 'node:fs';

const SLOWEST = 10;
const [logs, broken] = process.argv.slice(2);
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const stages = read(`${logs}/stages.txt`).split('\n').filter(Boolean).map((line) => {
  const [name, seconds] = line.split(' ');
  return { name, seconds: Number(seconds) };
});

/** The tests of a report of nextest. */
function cases(report, engine = '') {
  const found = [...report.matchAll(/<testcase name="([^"]+)" classname="([^"]+)"[^>]* time="([\d.]+)"(\/?)>(.*?)(?=<testcase|<\/testsuite>)/gs)];
  return found.map(([, name, binary, seconds, , rest]) => ({
    name: `${binary} ${name}${engine}`,
    seconds: Number(seconds),
    failed: /<(failure|error)/.test(rest),
  }));
}

/** Rust tests from nextest's report, or from the counts that `cargo test` prints. */
function rustTests() {
  const report = read('target/nextest/default/junit.xml') || read('target/nextest/postgres/junit.xml');
  const tests = [
    ...cases(read('target/nextest/default/junit.xml')),
    ...cases(read('target/nextest/postgres/junit.xml'), ' (PostgreSQL)'),
  ];
  // nextest's log repeats the output of each failed test, counts included. Its report has counted those already.
  const printed = (report ? ['doc'] : ['rust', 'postgres', 'postgres-all', 'domain', 'doc']).map((stage) => read(`${logs}/${stage}.log`));
  return { tests, ...sums(printed.join('\n'), tests) };
}

function sums(log, tests) {
  const printed = [...log.matchAll(/test result: .*?(\d+) passed; (\d+) failed/g)];
  const add = (index) => printed.reduce((sum, found) => sum + Number(found[index]), 0);
  const failed = tests.filter((test) => test.failed).length;
  return { passed: tests.length - failed + add(1), failed: failed + add(2) };
}

/** Browser tests from Playwright's report. */
function browserTests() {
  const report = JSON.parse(read(`${logs}/browser.json`) || '{"suites":[],"stats":{"expected":0,"flaky":0,"unexpected":0}}');
  const within = (suite, path) => [
    ...(suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({
      name: `${test.projectName} ${[...path, spec.title].join(' › ')}`,
      seconds: test.results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
      failed: test.status === 'unexpected',
    }))),
    ...(suite.suites ?? []).flatMap((inner) => within(inner, [...path, inner.title])),
  ];
  const tests = report.suites.flatMap((suite) => within(suite, [suite.title]));
  return { tests, passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected };
}

const [rust, browser] = [rustTests(), browserTests()];
const total = stages.reduce((sum, { seconds }) => sum + seconds, 0);
const shares = JSON.parse(read('tools/test-budget.json') || '{}');
const all = stages.length >= Object.keys(shares).length;
console.log('\nstage        minutes  of all  budget');
for (const { name, seconds } of stages) {
  const share = Math.round((seconds / Math.max(total, 1)) * 100);
  const over = all && share > (shares[name] ?? 100) ? '  over its share: a warning' : '';
  console.log(`${name.padEnd(11)}${(seconds / 60).toFixed(1).padStart(9)}${`${share} %`.padStart(8)}${`${shares[name] ?? '–'} %`.padStart(8)}${over}`);
}
console.log(`${'in all'.padEnd(11)}${(total / 60).toFixed(1).padStart(9)}`);

const tests = [...rust.tests, ...browser.tests];
const slowest = tests.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
if (slowest.length > 0) console.log('\nthe slowest tests, in seconds');
for (const { name, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)}  ${name}`);

// Last, so that a shortened log still names them.
const failures = tests.filter((test) => test.failed);
if (failures.length > 0) console.log('\nfailed');
for (const { name } of failures) console.log(`  ${name}`);

const passed = rust.passed + browser.passed;
// A stage that fails before any test still counts as one failure.
const failed = Math.max(rust.failed + browser.failed, broken ? 1 : 0);
console.log(`\n${passed} passed, ${failed} failed`);
