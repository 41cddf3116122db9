// What a person sees when the upstream fails: a clear page, nothing lost, nothing sent twice.
import { expect, test } from '../support/fixtures';
import { person } from '../support/people';

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
    await applicant.reaches('check');
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
  for (const kind of ['drop-after', 'drop-before', 'empty-body', { 'non-json': 502 }, { 'error-after': 500 }] as const) {
    test(`${JSON.stringify(kind)} once: tried again under the same id`, async ({ applicant, sandbox }) => {
      await sandbox.fault('start', kind, 1);
      await applicant.applies();
      await applicant.sees('approved', { timeout: 20_000 });
      const starts = await sandbox.starts(applicant.person.email);
      expect(new Set(starts.map((entry) => entry.body['userId'])).size).toBe(1);
      expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
    });
  }

  test('down for real: five tries, then the trouble page by itself', async ({ applicant, sandbox }) => {
    await sandbox.fault('start', { error: 503 });
    await applicant.applies();
    await applicant.sees('submitting');
    await applicant.sees('trouble', { timeout: 35_000 });
    await sandbox.mend();
    await applicant.button('tryAgain').click();
    await applicant.sees('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });

  test('slow: a double click hands in one inquiry', async ({ applicant, page, sandbox }) => {
    await sandbox.fault('start', { latency: 800 }, 1);
    await applicant.reaches('check');
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
    await applicant.is(person()).reaches('check');
    const other = applicant.in(await context.newPage());
    await other.page.goto('/check');
    await sandbox.fault('start', { latency: 500 }, 1);
    await Promise.all([applicant.sends('check'), other.sends('check')]);
    await applicant.sees('approved');
    await other.sees('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });
});
