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
const LINES = 16;

/** Milliseconds, each the maximum of many. */
export interface Webhooks {
  /** From a webhook to the response that confirms its storage, with many sent at once. */
  stored: number;
  /** From a decision of the provider to the text on the page. */
  shown: number;
}

export async function webhooks(browser: Browser): Promise<Webhooks> {
  const server = await Server.start({ KYC_DIALECT: 'c', KYC_WEBHOOK_SECRETS: SECRET });
  server.runTask('webhook', 'register');
  const shown = [];
  for (let n = 0; n < DECISIONS; n += 1) shown.push(await decision(browser, server));
  const stored: number[] = [];
  const line = async () => {
    for (let n = 0; n < MESSAGES / LINES; n += 1) stored.push(await message(server.url));
  };
  await Promise.all(Array.from({ length: LINES }, line));
  await server.stop();
  return { stored: Math.max(...stored), shown: Math.max(...shown) };
}

/** Decides one application under manual review. Returns the milliseconds until the page shows it. */
async function decision(browser: Browser, server: Server): Promise<number> {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const sandbox = new Sandbox(server.sandboxUrl, server);
  const applicant = new Applicant(page, sandbox, { ...person(), ...MANUAL_REVIEW }, 'en');
  await applicant.apply();
  await applicant.expectPage('manual');
  // The event stream is open and the first poll is answered: only the decision changes the page now.
  const answered = page.waitForResponse('**/api/status');
  await page.reload();
  await (await answered).finished();
  const changes = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const live = document.getElementById('live');
        if (!live) throw new Error('nothing on this page speaks');
        const watch = new MutationObserver(() => live.textContent?.includes('approved') && resolve(Date.now()));
        watch.observe(live, { childList: true, characterData: true, subtree: true });
      }),
  );
  const decided = Date.now();
  await sandbox.decide(applicant.person.email, 'approved');
  const took = (await changes) - decided;
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
