// Every fault of the upstream at both of its calls: what a person sees, with a script and without, that nothing
// typed is lost, and that it stays one inquiry. One row a fault; the words of the rows are headings of pages.
import type { Applicant } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BORN, person } from '../support/people';
import type { FaultKind, Sandbox } from '../support/sandbox';
import type { Heading } from '../support/words';

interface Row {
  on: 'start' | 'status';
  kind: FaultKind;
  /** Befalls one call of each person; without it all calls, until it is mended. */
  once?: true;
  /** The page that comes first. */
  first: Heading;
  /** How it goes on when the fault is mended, and what is seen then. Without it the first page is the last. */
  then?: ['by itself' | 'try again' | 'answer again', Heading];
  /** Who is known upstream though no answer came: somebody who owes documents can be asked for again. */
  pending?: 'documents';
}

const start = (kind: FaultKind, row: Omit<Row, 'on' | 'kind'>): Row => ({ on: 'start', kind, ...row });
/** While the upstream does not say where things stand, the page shows what is known. */
const status = (kind: FaultKind, first: Heading = 'documents'): Row =>
  ({ on: 'status', kind, first, then: ['by itself', 'approved'], pending: 'documents' });

const ROWS: Row[] = [
  // Not started upstream: tried again, at once or when there is somebody to talk to.
  start({ latency: 7_000 }, { once: true, first: 'submitting', then: ['by itself', 'approved'] }),
  start({ 'rate-limited': 1 }, { once: true, first: 'approved' }),
  start({ 'rate-limited': 120 }, { first: 'trouble', then: ['try again', 'approved'] }),
  start({ error: 503 }, { first: 'submitting', then: ['by itself', 'approved'] }),
  start({ error: 400 }, { once: true, first: 'ssn', then: ['answer again', 'approved'] }),
  start({ error: 403 }, { first: 'parked', then: ['try again', 'approved'] }),
  start({ 'non-json': 502 }, { once: true, first: 'approved' }),
  start('drop-before', { once: true, first: 'approved' }),
  // Started upstream, and the answer was lost: asked for again under the same id.
  start('drop-after', { once: true, first: 'documents', pending: 'documents' }),
  start({ 'error-after': 500 }, { once: true, first: 'documents', pending: 'documents' }),
  start({ 'non-json': 200 }, { once: true, first: 'documents', pending: 'documents' }),
  start('empty-body', { once: true, first: 'documents', pending: 'documents' }),
  // An approval whose answer was lost: asked again, the upstream says 409 and no id (contract §3). A person of the
  // firm has to look, and it is never sent as somebody new.
  start('drop-after', { once: true, first: 'parked' }),
  // Words that decide nothing: the first question about the status says more.
  start('unknown-decision', { once: true, first: 'approved' }),
  start('approved-without-ids', { once: true, first: 'approved' }),

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
    const [resolution, last] = row.then ?? ['and stays', row.first];
    const name = `${row.on} ${JSON.stringify(row.kind)}${row.once ? ' once' : ''}`;
    test(`${name}: ${row.first}, ${resolution}${row.then ? `, ${last}` : ''}`, async ({
      applicant,
      newDevice,
      sandbox,
      pageErrors,
    }) => {
      pageErrors.expect(/ERROR .*the upstream refuses us/);
      const plain = applicant.onPage(await newDevice({ javaScriptEnabled: false }), person());
      const people = [applicant, plain];
      if (!row.once) await sandbox.fault(row.on, row.kind);
      for (const who of people) {
        if (row.pending) who.withDetails({ born: BORN.documentsApproved });
        if (row.once && row.on === 'start') await who.injectStartFault(row.kind);
        else if (row.once) await sandbox.fault(row.on, row.kind, 1);
        await who.openStep('check');
        await who.submitStep('check');
        // Time may not pass while an answer is on its way: the job's lease would be over, and the request sent again.
        await (isDelayedStart(row) ? who.expectPage(row.first, { timeout: 60_000 }) : who.waitForPage(row.first));
        if (row.once) await sandbox.waitForFaults();
        if (row.on === 'status') await waitForStatusPoll(sandbox, who);
      }
      await sandbox.clearFaults();
      if (row.on === 'status') await submitAllDocuments(sandbox, people);
      // A fault that befell one call is over: a page with a script may be gone before anybody presses a button on it.
      const moves = row.once && resolution === 'try again';
      await Promise.all([resolveFault(applicant, moves ? 'by itself' : resolution, last, true, isDelayedStart(row)), resolveFault(plain, resolution, last, false, isDelayedStart(row))]);
      for (const who of people) await expectNothingLost(who);
    });
  }
});

async function submitAllDocuments(sandbox: Sandbox, people: Applicant[]): Promise<void> {
  for (const who of people) await sandbox.submitDocuments(who.person.email);
  await sandbox.finishReview();
}

/** Whether the start request takes longer than any other row's. */
function isDelayedStart({ on, kind }: Row): boolean {
  return on === 'start' && typeof kind === 'object' && 'latency' in kind;
}

/** Waits until the provider was asked where an application stands. */
async function waitForStatusPoll(sandbox: Sandbox, { person: { email } }: Applicant): Promise<void> {
  await expect
    .poll(async () => {
      // Where no page listens, a link that is offered is asked about every 30 seconds (kyc/src/duty.rs), and a fifth more.
      sandbox.makePollsDue(37);
      return (await sandbox.inquiry(email)).statusCalls;
    }, { message: 'polls', intervals: [250] })
    .toBeGreaterThan(0);
}

/** Does what the page asks for, and waits for what comes of it. */
async function resolveFault(who: Applicant, way: string, last: Heading, script: boolean, slow: boolean): Promise<void> {
  if (way === 'try again') await who.button('tryAgain').click();
  if (way === 'answer again') {
    await expect(who.page.getByText('could not read the details you sent')).toBeVisible();
    await who.fillStep('ssn');
    await who.submitStep('ssn');
    await who.expectPage('check');
    await expect(who.page.getByText(who.person.email)).toBeVisible();
    await who.submitStep('check');
  }
  if (way === 'by itself' && !script) await who.checkAgainUntil(last, slow ? 0 : 6);
  await (slow ? who.expectPage(last, { timeout: 60_000 }) : who.waitForPage(last));
}

/** What was typed is read back on the page, and is what the upstream was sent: as one inquiry, in the same bytes
 *  each time. */
async function expectNothingLost({ page, person: { email, family, line1 }, sandbox }: Applicant): Promise<void> {
  for (const typed of [email, family, line1, 'Ends in 6789']) {
    await expect(page.locator('.answers').getByText(typed)).toBeVisible();
  }
  const starts = await sandbox.starts(email);
  expect(new Set(starts.map(({ body }) => JSON.stringify(body))).size, 'the same bytes each time').toBe(1);
  expect(starts[0]?.body).toMatchObject({ email, lastName: family, ssn: '***-**-6789' });
  expect(await sandbox.inquiries(email), 'inquiries').toHaveLength(1);
}
