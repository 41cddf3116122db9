// What a person sees when the upstream fails: a clear page, nothing lost, nothing sent twice.
import { expect, test } from '../support/fixtures';
import { BORN } from '../support/people';

test.describe('upstream faults', { tag: ['@desktop', '@no-js'] }, () => {
  test('down: trouble page, Try again, approved, one inquiry', async ({ applicant, sandbox }) => {
    await sandbox.fault('start', { 'rate-limited': 120 });
    await applicant.applies();
    await applicant.sees('trouble');
    await sandbox.mend();
    await applicant.button('tryAgain').click();
    await applicant.sees('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });

  test('refused as malformed: back to the answers, all kept but the SSN', async ({ applicant, page, sandbox }) => {
    await sandbox.fault('start', { error: 400 }, 1);
    await applicant.standsAt('check');
    await applicant.sends('check');
    await applicant.sees('ssn');
    await applicant.fills('ssn');
    await applicant.sends('ssn');
    await applicant.sees('check');
    await expect(page.getByText('could not read the details you sent')).toBeVisible();
    await expect(page.getByText(applicant.person.email)).toBeVisible();
    await applicant.sends('check');
    await applicant.sees('approved');
  });

  test('refuses the firm: parked, and Try again once that is mended', async ({ applicant, sandbox, watch }) => {
    watch.expect(/ERROR .*the upstream refuses us/);
    await sandbox.fault('start', { error: 403 });
    await applicant.applies();
    await applicant.sees('parked');
    await sandbox.mend();
    await applicant.button('tryAgain').click();
    await applicant.sees('approved');
  });
});

test.describe('upstream faults on the way', { tag: '@desktop' }, () => {
  for (const kind of ['drop-before', { 'non-json': 502 }, { 'rate-limited': 1 }] as const) {
    test(`${JSON.stringify(kind)} once, nothing started: tried again, approved`, async ({ applicant, sandbox }) => {
      await sandbox.fault('start', kind, 1);
      await applicant.applies();
      await applicant.sees('approved', { timeout: 20_000 });
      expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
    });
  }

  for (const kind of ['drop-after', 'empty-body', { 'error-after': 500 }] as const) {
    test(`${JSON.stringify(kind)} once, but started: the same inquiry goes on`, async ({ applicant, sandbox }) => {
      await sandbox.fault('start', kind, 1);
      await applicant.is({ born: BORN.documentsApproved }).applies();
      await applicant.sees('documents', { timeout: 30_000 });
      const starts = await sandbox.starts(applicant.person.email);
      expect(starts.length, 'the first answer was lost').toBeGreaterThan(1);
      expect(new Set(starts.map((entry) => JSON.stringify(entry.body))).size, 'the same bytes each time').toBe(1);
      expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
    });
  }

  // Asked again, the upstream says 409 and no id (contract §3): a person of the firm has to look.
  test('an approval whose answer was lost: kept for our team, never sent as somebody new', async ({
    applicant,
    sandbox,
  }) => {
    await sandbox.fault('start', 'drop-after', 1);
    await applicant.applies();
    await applicant.sees('parked', { timeout: 20_000 });
    await expect(applicant.button('tryAgain')).toHaveCount(0);
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });

  test('down for real: five tries, then the trouble page by itself', async ({ applicant, sandbox }) => {
    test.setTimeout(90_000);
    await sandbox.fault('start', { error: 503 });
    await applicant.applies();
    await applicant.sees('submitting');
    await applicant.sees('trouble', { timeout: 60_000 });
    await sandbox.mend();
    await applicant.button('tryAgain').click();
    await applicant.sees('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });

  test('slow: a double click hands in one inquiry', async ({ applicant, page, sandbox }) => {
    await sandbox.fault('start', { latency: 800 }, 1);
    await applicant.standsAt('check');
    await applicant.submitter('check').dblclick();
    await applicant.sees('approved');
    await expect(page).toHaveURL(/\/status$/);
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(1);
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });

  test('slower than our patience: on its way, then decided by itself', async ({ applicant, page, sandbox }) => {
    await sandbox.fault('start', { latency: 5_000 }, 1);
    await applicant.applies();
    await applicant.sees('submitting');
    await page.reload();
    await applicant.sees('approved', { timeout: 15_000 });
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(1);
  });

  test('two tabs that both hand in: one inquiry', async ({ applicant, context, sandbox }) => {
    await applicant.standsAt('check');
    const other = applicant.in(await context.newPage());
    await other.page.goto('/check');
    await sandbox.fault('start', { latency: 500 }, 1);
    await Promise.all([applicant.sends('check'), other.sends('check')]);
    await applicant.sees('approved');
    await other.sees('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });
});
