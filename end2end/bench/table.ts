// Prints measurements beside their budgets, one row at a time. A value over its limit is no failure, because other
// load on the machine can cause it. A missing value is a failure.
import { BUDGET } from '../support/budget';

type Name = keyof typeof BUDGET;

/** Column widths. The last column, the description, is unlimited. */
const WIDTHS = [28, 7, 7, 8, 8];

function line(...cells: string[]): void {
  console.log(cells.map((cell, n) => cell.padStart(WIDTHS[n] ?? 0)).join('  '));
}

export function header(): void {
  line('measured', 'aim', 'limit', 'of limit', '', 'what');
}

/** Prints a row with a budget. `of` names the worst of several measurements. */
export function row(name: Name, measured: number, of = ''): void {
  const { what, unit, limit, aim } = BUDGET[name];
  const share = limit > 0 ? `${Math.round((measured / limit) * 100)} %` : '';
  // A failed measurement is NaN and counts as over the limit.
  const verdict = !(measured <= limit) ? 'OVER' : aim !== undefined && measured > aim ? 'over aim' : 'ok';
  line(`${round(measured)} ${unit}`, `${aim ?? ''}`, `${limit}`, share, verdict, `${name}: ${what}${of ? ` (${of})` : ''}`);
}

/** Prints a value without a budget that explains the next row. */
export function note(what: string, measured: string): void {
  line('', '', '', '', '', `  ${what}: ${measured}`);
}

/** Prints the rows without a measurement, and the first line of the reason. */
export function failure(names: string, why: string): void {
  line('not measured', '', '', '', 'FAILED', `${names}: ${why.split('\n')[0]}`);
}

/** Rounds to three significant digits. */
function round(measured: number): string {
  return Number.isInteger(measured) ? `${measured}` : measured.toPrecision(3);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
