// Client of the sandbox's control API (sandbox/src/page/control_api.rs and webhook_api.rs).
import { expect } from '@playwright/test';

/** Webhook secret: the published test vector of the contract. */
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

/** One delivery attempt of a webhook. */
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

/** Clock that a test can advance: the server's. */
export interface Clock {
  advanceClock(seconds: number): void;
}

export class Sandbox {
  /** `server` is the server that uses this provider. */
  constructor(
    readonly origin: string,
    private readonly server: Clock,
  ) {}

  /** Advances the server's clock past the longest poll interval of an open page
   *  (server/src/jobs/open_page_poller.rs), or by the given seconds. */
  makePollsDue(seconds = 16): void {
    this.server.advanceClock(seconds);
  }

  /** Injects a fault. `times` limits it to a number of calls, `email` to one applicant's start requests. Without
   *  `email`, a retry of an earlier test's application could use up the fault. */
  async fault(on: 'start' | 'status' | 'prefill', kind: FaultKind, times?: number, email?: string): Promise<void> {
    await this.post('/control/faults', { on, kind, ...(times ? { times } : {}), ...(email ? { email } : {}) });
  }

  /** Waits until every fault with a limited number of calls is used up. */
  async waitForFaults(): Promise<void> {
    await expect.poll(async () => (await this.ask('/control/faults')).json(), 'faults to come').toEqual([]);
  }

  async clearFaults(): Promise<void> {
    await this.ask('/control/faults', { method: 'DELETE' });
  }

  async advance(seconds: number): Promise<void> {
    await this.post('/control/advance', { seconds });
  }

  /** Number of prefill codes sent. */
  async countCodes(): Promise<number> {
    const entries = (await (await this.ask('/control/ledger')).json()) as { endpoint: string }[];
    return entries.filter((entry) => entry.endpoint === 'prefill').length;
  }

  /** Start requests that the provider received for an email address. */
  async starts(email: string): Promise<LedgerEntry[]> {
    const entries = (await (await this.ask('/control/ledger')).json()) as LedgerEntry[];
    return entries.filter((entry) => entry.endpoint === 'start' && entry.body['email'] === email);
  }

  /** The only inquiry of an applicant. Throws if there is none or more than one. */
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

  /** Submits the documents. The review lasts until `finishReview`. */
  async submitDocuments(email: string): Promise<void> {
    const { externalId } = await this.inquiry(email);
    await this.post(`/control/inquiries/${externalId}/hand-in`, undefined);
  }

  /** Advances the sandbox past the duration of every running review. */
  async finishReview(): Promise<void> {
    await this.advance(600);
  }

  /** Advances the sandbox past the duration of opening an account. */
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

  /** Holds every webhook until `releaseWebhooks`. */
  async holdWebhooks(): Promise<void> {
    await this.post('/control/webhooks/hold', undefined);
  }

  async releaseWebhooks(): Promise<void> {
    await this.post('/control/webhooks/release', undefined);
  }

  /** Returns after every due webhook was attempted. */
  async deliverWebhooks(): Promise<void> {
    await this.post('/control/webhooks/deliver', undefined);
  }

  /** Every delivery attempt, registration tests included, oldest first. */
  async deliveries(): Promise<Delivery[]> {
    return (await (await this.ask('/control/deliveries')).json()) as Delivery[];
  }

  /** Sends a delivery again, by its index in `deliveries`. */
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
