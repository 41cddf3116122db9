// What was measured, next to its budget, line by line as it comes. A figure over its limit is no failure: a machine
// that is busy with something else is no fault. A figure that could not be measured is one.
import { BUDGET } from '../support/budget';

type Name = keyof typeof BUDGET;

/** The widths of the columns; the last, what it is, has no end. */
const WIDTHS = [28, 7, 7, 8, 8];

function line(...cells: string[]): void {
  console.log(cells.map((cell, n) => cell.padStart(WIDTHS[n] ?? 0)).join('  '));
}

export function header(): void {
  line('measured', 'aim', 'limit', 'of limit', '', 'what');
}

/** `of` says which of several it was, when the worst counts. */
export function row(name: Name, measured: number, of = ''): void {
  const { what, unit, limit, aim } = BUDGET[name];
  const share = limit > 0 ? `${Math.round((measured / limit) * 100)} %` : '';
  // What could not be measured is no number, and not within anything.
  const verdict = !(measured <= limit) ? 'OVER' : aim !== undefined && measured > aim ? 'over aim' : 'ok';
  line(`${round(measured)} ${unit}`, `${aim ?? ''}`, `${limit}`, share, verdict, `${name}: ${what}${of ? ` (${of})` : ''}`);
}

/** A figure without a budget, to understand the next one. */
export function note(what: string, measured: string): void {
  line('', '', '', '', '', `  ${what}: ${measured}`);
}

/** Rows that could not be measured, and the first line of why. */
export function failure(names: string, why: string): void {
  line('not measured', '', '', '', 'FAILED', `${names}: ${why.split('\n')[0]}`);
}

/** Three figures are as many as can be trusted. */
function round(measured: number): string {
  return Number.isInteger(measured) ? `${measured}` : measured.toPrecision(3);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
