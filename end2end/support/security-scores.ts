// Scores a response with Mozilla's Observatory and Google's CSP Evaluator, without a network.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALL_TESTS } from '@mdn/mdn-http-observatory/src/constants.js';
import { getScoreModifier } from '@mdn/mdn-http-observatory/src/grader/grader.js';
import { Session } from '@mdn/mdn-http-observatory/src/retriever/session.js';
import { parseHttpEquivHeaders } from '@mdn/mdn-http-observatory/src/retriever/utils.js';
import { Requests } from '@mdn/mdn-http-observatory/src/types.js';
import evaluator from 'csp_evaluator';
import parser from 'csp_evaluator/dist/parser.js';
import type { RawResponse } from './raw-http';

/** Bonus points count only from this score. */
const MIN_SCORE_FOR_BONUS = 90;

/** Stub of the HSTS preload list, which the package downloads at installation. Our site is not on it. */
function stubPreloadList(): void {
  const here = dirname(fileURLToPath(import.meta.url));
  const list = join(here, '../node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json');
  if (!existsSync(list)) writeFileSync(list, '{}');
}

/** Score of a response, and the result of each Observatory test. */
export function observatory(answer: RawResponse, setCookies: string[]): { score: number; results: string[] } {
  stubPreloadList();
  const url = new URL(`https://127.0.0.1${answer.path}`);
  const requests = new Requests(url.hostname);
  requests.session = new Session(url);
  for (const line of setCookies) requests.session.jar.setCookieSync(line, url.href);
  const response = { headers: answer.headers, status: answer.status, data: answer.text, verified: true };
  requests.responses.https = response;
  requests.responses.auto = { ...response, httpEquiv: parseHttpEquivHeaders(answer.text, url.href) };
  requests.resources.path = answer.text;
  const results = ALL_TESTS.map((test) => String(test(requests).result));
  const points = results.map((result) => getScoreModifier(result));
  const sum = (some: number[]): number => some.reduce((total, one) => total + one, 100);
  const penalised = sum(points.filter((one) => one < 0));
  return { score: penalised >= MIN_SCORE_FOR_BONUS ? sum(points) : penalised, results };
}

/** Findings of the CSP Evaluator. */
export function cspFindings(policy: string): string[] {
  const found = new evaluator.CspEvaluator(new parser.CspParser(policy).csp).evaluate();
  return found.map(({ directive, description }) => `${directive}: ${description}`);
}
