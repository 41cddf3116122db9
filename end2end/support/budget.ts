// Budgets of budget.json: limits of page size and cost, each with its reason.
import { readFileSync } from 'node:fs';

export interface Budget {
  limit: number;
  /** Target below the limit. */
  aim?: number;
  unit: string;
  what: string;
  why: string;
}

type Name =
  | 'wizardPage'
  | 'wizardHtml'
  | 'wizardScripts'
  | 'statusScript'
  | 'firstPaint'
  | 'processor'
  | 'memory'
  | 'poll'
  | 'liveMissing'
  | 'liveMemory'
  | 'liveTick'
  | 'liveAll'
  | 'webhookStored'
  | 'webhookShown'
  | 'application'
  | 'applicationTime'
  | 'applicationCommits'
  | 'adminListPage'
  | 'adminListTime'
  | 'trail';

export const BUDGET: Record<Name, Budget> =
  JSON.parse(readFileSync(new URL('../../budget.json', import.meta.url), 'utf8'));
