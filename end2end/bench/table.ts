// Table of measurements beside their budgets. Nothing fails here, because other load on the machine can cause an
// excess.
import { BUDGET } from '../support/budget';

type Name = keyof typeof BUDGET;

export class Table {
  private readonly rows: string[][] = [['', 'measured', 'budget', 'of it', '']];

  /** Adds a row with a budget. `of` names the worst of several measurements. */
  row(name: Name, measured: number, of = ''): void {
    const { what, unit, limit, aim } = BUDGET[name];
    const share = limit > 0 ? `${Math.round((measured / limit) * 100)} %` : '';
    // A failed measurement is NaN and counts as over the budget.
    const verdict = !(measured <= limit) ? 'OVER' : aim !== undefined && measured > aim ? `ok, aim ${aim}` : 'ok';
    this.rows.push([of ? `${what} (${of})` : what, `${round(measured)} ${unit}`, `${limit}`, share, verdict]);
  }

  /** Adds a measurement without a budget that explains the row above. */
  note(what: string, measured: string): void {
    this.rows.push([`  ${what}`, measured, '', '', '']);
  }

  print(): void {
    const widths = [0, 1, 2, 3, 4].map((n) => Math.max(...this.rows.map((row) => row[n]?.length ?? 0)));
    const line = (row: string[]) =>
      row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  ');
    console.log(`\n${this.rows.map((row) => line(row).trimEnd()).join('\n')}\n`);
  }
}

/** Rounds to three significant digits. */
function round(measured: number): string {
  return Number.isInteger(measured) ? `${measured}` : measured.toPrecision(3);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
