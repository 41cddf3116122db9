// Prints the coverage of lines, functions and regions: a row for each crate, and for each module of the named crates.
//
//   node tools/coverage-summary.mjs target/coverage/coverage.json [crate…]
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [report, ...crates] = process.argv.slice(2);
const kinds = ['lines', 'functions', 'regions'];
const rows = new Map();

function add(name, summary) {
    const row = rows.get(name) ?? Object.fromEntries(kinds.map((kind) => [kind, { count: 0, covered: 0 }]));
    for (const kind of kinds) {
        row[kind].count += summary[kind].count;
        row[kind].covered += summary[kind].covered;
    }
    rows.set(name, row);
}

for (const { filename, summary } of JSON.parse(readFileSync(report, 'utf8')).data[0].files) {
    const [crate, , module] = relative(process.cwd(), filename).split('/');
    if (crates.length > 0 && !crates.includes(crate)) continue;
    add(crate, summary);
    if (crates.includes(crate)) add(`${crate}/src/${module}`, summary);
}

const share = ({ count, covered }) => `${((100 * covered) / Math.max(count, 1)).toFixed(1)} % of ${count}`.padStart(18);
console.log(`${''.padEnd(32)}${kinds.map((kind) => kind.padStart(18)).join('')}`);
for (const [name, row] of [...rows].sort(([a], [b]) => a.localeCompare(b))) {
    console.log(name.padEnd(32) + kinds.map((kind) => share(row[kind])).join(''));
}
console.log('\nHTML: target/coverage/html/index.html');
