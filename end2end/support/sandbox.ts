// The levers of the pretend upstream (sandbox/src/page/control_api.rs and webhook_api.rs).
import { expect } from '@playwright/test';

/** What webhooks are signed with: of the contract's test vector, nobody's. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export type FaultKind =
  | { latency: number }
  | { 'latency-after': number }
  | { 'rate-limited': number }
  | { error: number }
  | { 'error-after': number }
  | { 'non-json': number }
  | 'empty-body'
  | 'drop-before'
  | 'drop-after'
  | 'unknown-decision'
  | 'approved-without-ids'
  | 'not-started'
  | 'other-words'
  | 'absent-as-null'
  | 'absent-as-empty';

export type WebhookFaultKind =
  | { delay: number }
  | { stale: number }
  | 'duplicate'
  | 'lost'
  | 'overtaken'
  | 'wrong-signature'
  | 'other-firm'
  | 'unknown-id';

/** One attempt to deliver a message to the webhook. */
export interface Delivery {
  event: string;
  externalId: string;
  attempt: number;
  url: string;
  headers: Record<string, string>;
  body: string;
  outcome: { answered: number } | 'unanswered' | 'lost';
}

export type Decision = 'approved' | 'denied' | 'manual-review' | 'resubmit';

export interface LedgerEntry {
  endpoint: string;
  body: Record<string, unknown>;
  accepted: boolean;
  answer: number | null;
  externalId: string | null;
}

interface Inquiry {
  externalId: string;
  userId: string;
  state: string;
  statusCalls: number;
}

/** A clock that a test may move: the server's. */
export interface Clock {
  advanceClock(seconds: number): void;
}

export class Sandbox {
  /** `server` is the one that asks this provider. */
  constructor(
    readonly origin: string,
    private readonly server: Clock,
  ) {}

  /** Moves the server's clock past the longest wait between two polls for an open page (server/src/jobs/lookout.rs),
   *  or past as many seconds as are given. */
  makePollsDue(seconds = 16): void {
    this.server.advanceClock(seconds);
  }

  /** Orders a fault; of a number of calls where `times` says so, and of one person's starts where `email` does: what
   *  somebody of an earlier test left behind may be sent again meanwhile. */
  async fault(on: 'start' | 'status' | 'prefill', kind: FaultKind, times?: number, email?: string): Promise<void> {
    await this.post('/control/faults', { on, kind, ...(times ? { times } : {}), ...(email ? { email } : {}) });
  }

  /** Waits until every fault that was ordered for a number of calls has struck. */
  async waitForFaults(): Promise<void> {
    await expect.poll(async () => (await this.ask('/control/faults')).json(), 'faults to come').toEqual([]);
  }

  async clearFaults(): Promise<void> {
    await this.ask('/control/faults', { method: 'DELETE' });
  }

  async advance(seconds: number): Promise<void> {
    await this.post('/control/advance', { seconds });
  }

  /** How many codes were sent to phones. */
  async countCodes(): Promise<number> {
    const entries = (await (await this.ask('/control/ledger')).json()) as { endpoint: string }[];
    return entries.filter((entry) => entry.endpoint === 'prefill').length;
  }

  /** What the upstream was sent for a person, known by the e-mail address. */
  async starts(email: string): Promise<LedgerEntry[]> {
    const entries = (await (await this.ask('/control/ledger')).json()) as LedgerEntry[];
    return entries.filter((entry) => entry.endpoint === 'start' && entry.body['email'] === email);
  }

  /** The one inquiry of a person; more than one, or none, is an error. */
  async inquiry(email: string): Promise<Inquiry> {
    const all = await this.inquiries(email);
    if (all.length !== 1 || !all[0]) throw new Error(`${all.length} inquiries of ${email}`);
    return all[0];
  }

  async inquiries(email: string): Promise<Inquiry[]> {
    const ids = new Set((await this.starts(email)).map(({ body }) => body['userId'] ?? body['external_id']));
    const all = (await (await this.ask('/control/inquiries')).json()) as Inquiry[];
    return all.filter((inquiry) => ids.has(inquiry.userId));
  }

  /** Hands the documents in. The review goes on until it is ended. */
  async submitDocuments(email: string): Promise<void> {
    const { externalId } = await this.inquiry(email);
    await this.post(`/control/inquiries/${externalId}/hand-in`, undefined);
  }

  /** Lets the time pass that every review under way takes. */
  async finishReview(): Promise<void> {
    await this.advance(600);
  }

  /** Lets the time pass that opening an account takes. */
  openAccounts(): Promise<void> {
    return this.advance(600);
  }

  async decide(email: string, decision: Decision): Promise<void> {
    const { externalId } = await this.inquiry(email);
    await this.post(`/control/inquiries/${externalId}/decide`, { decision });
  }

  async webhookFault(kind: WebhookFaultKind, times?: number): Promise<void> {
    await this.post('/control/webhooks/faults', { kind, ...(times ? { times } : {}) });
  }

  async clearWebhookFaults(): Promise<void> {
    await this.ask('/control/webhooks/faults', { method: 'DELETE' });
  }

  /** Keeps every message back until `releaseWebhooks`. */
  async holdWebhooks(): Promise<void> {
    await this.post('/control/webhooks/hold', undefined);
  }

  async releaseWebhooks(): Promise<void> {
    await this.post('/control/webhooks/release', undefined);
  }

  /** Returns once every message that is due was attempted. */
  async deliverWebhooks(): Promise<void> {
    await this.post('/control/webhooks/deliver', undefined);
  }

  /** Every attempt to deliver, tests of an address included, oldest first. */
  async deliveries(): Promise<Delivery[]> {
    return (await (await this.ask('/control/deliveries')).json()) as Delivery[];
  }

  /** Sends a delivery again, by its number among `deliveries`. */
  async redeliver(number: number): Promise<void> {
    await this.post(`/control/deliveries/${number}/again`, undefined);
  }

  private post(path: string, body: unknown): Promise<Response> {
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  }

  private async ask(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(`${this.origin}${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}
