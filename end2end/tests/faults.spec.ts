// Every provider fault at both calls, with and without JavaScript. Each row names the pages that the applicant sees,
// by their headings. No typed value is lost, and it stays one inquiry.
import type { Applicant } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BORN, person } from '../support/people';
import type { FaultKind, Sandbox } from '../support/sandbox';
import type { Heading } from '../support/words';

interface Row {
  on: 'start' | 'status';
  kind: FaultKind;
  /** Affects one call of each applicant. Without it every call, until the fault is cleared. */
  singleCall?: true;
  /** First page after submission. */
  first: Heading;
  /** How the application continues after the fault, and the page then. Without it the first page is also the last. */
  then?: ['automatically' | 'after minutes' | 'submit again', Heading];
  /** State at the provider although no response arrived. With documents pending, the start request can be repeated. */
  pending?: 'documents';
}

const start = (kind: FaultKind, row: Omit<Row, 'on' | 'kind'>): Row => ({ on: 'start', kind, ...row });
/** Without a provider status the page shows the last known state. */
const status = (kind: FaultKind, first: Heading = 'documents'): Row =>
  ({ on: 'status', kind, first, then: ['automatically', 'approved'], pending: 'documents' });

const ROWS: Row[] = [
  // Not started at the provider: retried at once or when the provider is reachable.
  start({ latency: 7_000 }, { singleCall: true, first: 'submitting', then: ['automatically', 'approved'] }),
  start({ 'rate-limited': 1 }, { singleCall: true, first: 'approved' }),
  start({ 'rate-limited': 120 }, { first: 'trouble', then: ['automatically', 'approved'] }),
  start({ error: 503 }, { first: 'submitting', then: ['automatically', 'approved'] }),
  start({ error: 400 }, { singleCall: true, first: 'ssn', then: ['submit again', 'approved'] }),
  start({ error: 403 }, { first: 'noAccess', then: ['after minutes', 'approved'] }),
  start({ 'non-json': 502 }, { singleCall: true, first: 'approved' }),
  start('drop-before', { singleCall: true, first: 'approved' }),
  // Started at the provider, response lost: the retry uses the same id.
  start('drop-after', { singleCall: true, first: 'documents', pending: 'documents' }),
  start({ 'error-after': 500 }, { singleCall: true, first: 'documents', pending: 'documents' }),
  start({ 'non-json': 200 }, { singleCall: true, first: 'documents', pending: 'documents' }),
  start('empty-body', { singleCall: true, first: 'documents', pending: 'documents' }),
  // Approval with a lost response: the retry gets 409 without an id (contract §3). A member of staff has to decide,
  // and it is never sent as a new application.
  start('drop-after', { singleCall: true, first: 'parked' }),
  // Response without a decision: the first poll gives one.
  start('unknown-decision', { singleCall: true, first: 'approved' }),
  start('approved-without-ids', { singleCall: true, first: 'approved' }),

  status({ latency: 9_000 }),
  status({ 'rate-limited': 120 }),
  status({ error: 503 }),
  status({ error: 400 }),
  status({ error: 403 }),
  status({ 'error-after': 500 }),
  status({ 'non-json': 502 }),
  status({ 'non-json': 200 }),
  status('empty-body'),
  status('drop-before'),
  status('drop-after'),
  status('unknown-decision'),
  status('approved-without-ids', 'provisioning'),
];

test.describe('provider faults', { tag: '@desktop' }, () => {
  for (const row of ROWS) {
    const [resolution, last] = row.then ?? ['no change', row.first];
    const name = `${row.on} ${JSON.stringify(row.kind)}${row.singleCall ? ' once' : ''}`;
    test(`${name}: ${row.first}, ${resolution}${row.then ? `, ${last}` : ''}`, async ({
      applicant,
      newDevice,
      sandbox,
      pageErrors,
    }) => {
      // Ten failed calls in a row open the circuit. A slow machine makes so many before the fault ends.
      pageErrors.expect(/ERROR .*(the provider rejects our credentials|an application needs the operator|the provider is marked as down)/);
      const plain = applicant.onPage(await newDevice({ javaScriptEnabled: false }), person());
      const people = [applicant, plain];
      if (!row.singleCall) await sandbox.fault(row.on, row.kind);
      for (const who of people) {
        if (row.pending) who.withDetails({ born: BORN.documentsApproved });
        if (row.singleCall && row.on === 'start') await who.injectStartFault(row.kind);
        else if (row.singleCall) await sandbox.fault(row.on, row.kind, 1);
        await who.openStep('check');
        await who.submitStep('check');
        // The clock may not advance during a request: its job's lease would expire, and the request would be
        // repeated.
        await (isDelayedStart(row) ? who.expectPage(row.first, { timeout: 60_000 }) : who.waitForPage(row.first));
        if (row.singleCall) await sandbox.waitForFaults();
        if (row.on === 'status') await waitForStatusPoll(sandbox, who);
      }
      await sandbox.clearFaults();
      if (row.on === 'status') await submitAllDocuments(sandbox, people);
      // Rejected access is retried every ten minutes, plus up to a fifth.
      if (resolution === 'after minutes') sandbox.makePollsDue(12 * 60);
      await Promise.all([resolveFault(applicant, resolution, last, true, isDelayedStart(row)), resolveFault(plain, resolution, last, false, isDelayedStart(row))]);
      for (const who of people) await expectNothingLost(who);
    });
  }
});

async function submitAllDocuments(sandbox: Sandbox, people: Applicant[]): Promise<void> {
  for (const who of people) await sandbox.submitDocuments(who.person.email);
  await sandbox.finishReview();
}

/** Whether the start request is delayed beyond that of other rows. */
function isDelayedStart({ on, kind }: Row): boolean {
  return on === 'start' && typeof kind === 'object' && 'latency' in kind;
}

/** Waits until the server polled the provider. */
async function waitForStatusPoll(sandbox: Sandbox, { person: { email } }: Applicant): Promise<void> {
  await expect
    .poll(async () => {
      // Without an open page, an offered link is polled every 30 seconds (kyc/src/jobs/poll_interval.rs) plus up to a fifth.
      sandbox.makePollsDue(37);
      return (await sandbox.inquiry(email)).statusCalls;
    }, { message: 'polls', intervals: [250] })
    .toBeGreaterThan(0);
}

/** Takes the action that the page offers, and waits for the last page. */
async function resolveFault(who: Applicant, way: string, last: Heading, script: boolean, slow: boolean): Promise<void> {
  if (way === 'submit again') {
    await expect(who.page.getByText('couldn’t read the details you sent')).toBeVisible();
    await who.fillStep('ssn');
    await who.submitStep('ssn');
    await who.expectPage('check');
    await expect(who.page.getByText(who.person.email)).toBeVisible();
    await who.submitStep('check');
  }
  if (way !== 'submit again' && !script) await who.checkAgainUntil(last, slow ? 0 : 6);
  await (slow ? who.expectPage(last, { timeout: 60_000 }) : who.waitForPage(last));
}

/** Expects every typed value on the page and in the provider's ledger: one inquiry, with identical bytes in each
 *  request. */
async function expectNothingLost({ page, person: { email, family, line1 }, sandbox }: Applicant): Promise<void> {
  for (const typed of [email, family, line1, 'Ends in 6789']) {
    await expect(page.locator('.answers').getByText(typed)).toBeVisible();
  }
  const starts = await sandbox.starts(email);
  expect(new Set(starts.map(({ body }) => JSON.stringify(body))).size, 'the same bytes each time').toBe(1);
  expect(starts[0]?.body).toMatchObject({ email, lastName: family, ssn: '***-**-6789' });
  expect(await sandbox.inquiries(email), 'inquiries').toHaveLength(1);
}
