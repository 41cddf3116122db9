// Time until a webhook of the provider is stored, and until the open page shows it.
import { createHmac, randomUUID } from 'node:crypto';
import type { Browser } from '@playwright/test';
import { Applicant } from '../support/applicant';
import { MANUAL_REVIEW, person } from '../support/people';
import { Sandbox, SECRET } from '../support/sandbox';
import { Server } from '../support/server';

const DECISIONS = 10;
const MESSAGES = 400;
/** Webhooks sent at once. */
const CONNECTIONS = 16;

/** Runs a measurement on a server with registered webhooks, then stops the server. */
async function withWebhooks<T>(measure: (server: Server) => Promise<T>): Promise<T> {
  const server = await Server.start({ KYC_DIALECT: 'c', KYC_WEBHOOK_SECRETS: SECRET });
  try {
    server.runTask('webhook', 'register');
    return await measure(server);
  } finally {
    await server.stop();
  }
}

/** Milliseconds from a webhook to the response that confirms its storage: the maximum of many, with several sent at
 *  once. */
export async function stored(): Promise<number> {
  return withWebhooks(async ({ url }) => {
    const took: number[] = [];
    const client = async () => {
      for (let n = 0; n < MESSAGES / CONNECTIONS; n += 1) took.push(await message(url));
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, client));
    return Math.max(...took);
  });
}

/** Milliseconds from a decision of the provider to the text on the page: the maximum of several. */
export async function shown(browser: Browser): Promise<number> {
  return withWebhooks(async (server) => {
    const took = [];
    for (let n = 0; n < DECISIONS; n += 1) took.push(await decision(browser, server));
    return Math.max(...took);
  });
}

/** Decides one application under manual review. Returns the milliseconds until the page shows it. */
async function decision(browser: Browser, server: Server): Promise<number> {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const sandbox = new Sandbox(server.sandboxUrl, server);
  const applicant = new Applicant(page, sandbox, { ...person(), ...MANUAL_REVIEW }, 'en');
  await applicant.apply();
  await applicant.expectPage('manual');
  // Reloaded from a page that does not poll, so the response below belongs to the observed page. It arrives after the
  // event stream is open. From then on only the decision changes the page.
  await page.goto('about:blank');
  const answered = page.waitForResponse('**/api/status');
  await page.goto('/status');
  await (await answered).finished();
  // The observer starts before the decision, because it would miss an earlier change.
  const observer = await page.evaluateHandle(() => {
    const live = document.getElementById('live');
    if (!live) throw new Error('the page has no live region');
    const seen = new Promise<number>((resolve) => {
      const check = () => live.textContent?.includes('approved') && resolve(Date.now());
      new MutationObserver(check).observe(live, { childList: true, characterData: true, subtree: true });
    });
    return { seen };
  });
  const decided = Date.now();
  await sandbox.decide(applicant.person.email, 'approved');
  const took = (await observer.evaluate(({ seen }) => seen)) - decided;
  await context.close();
  return took;
}

/** Sends a validly signed webhook about an unknown application. Returns the milliseconds to its response. */
async function message(origin: string): Promise<number> {
  const [id, now] = [`msg_${randomUUID()}`, new Date()];
  const seconds = `${Math.floor(now.getTime() / 1000)}`;
  const body = JSON.stringify({
    event_id: randomUUID(),
    event_time: now.toISOString(),
    event_type: 'kyc.approved',
    data: {
      external_id: randomUUID(),
      status: 'KYC_STATUS_APPROVED',
      provisioned_participant: 'firms/f/users/u',
      provisioned_account: 'firms/f/accounts/a',
      status_set_at: now.toISOString(),
    },
  });
  const key = Buffer.from(SECRET.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  const sent = performance.now();
  const answer = await fetch(`${origin}/webhooks/kyc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` },
    body,
  });
  if (answer.status !== 204) throw new Error(`a message was answered ${answer.status}`);
  return performance.now() - sent;
}
