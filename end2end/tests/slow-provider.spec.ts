// A slow provider and an impatient applicant: double click, Back, reload, another tab.
import type { Applicant } from '../support/applicant';
import { expect, test } from '../support/fixtures';

const LATENCY_MS = 9_000;

/** Expects the submitting page. The approval is allowed only after the latency has passed, on a slow machine. */
async function expectSubmitting({ page, words: { h1 } }: Applicant, submittedAt: number): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(new RegExp(`^(${h1.submitting}|${h1.approved})$`));
  const shown = await heading.innerText();
  if (Date.now() - submittedAt < LATENCY_MS) expect(shown).toBe(h1.submitting);
}

test.describe('slow provider', { tag: ['@desktop', '@no-js'] }, () => {
  test('double click, Back, reload and another tab during 9 seconds: one inquiry', async ({
    applicant,
    context,
    javaScriptEnabled,
    page,
    sandbox,
  }) => {
    await applicant.openStep('ssn');
    await applicant.fillStep('ssn');
    await applicant.submitStep('ssn');
    await applicant.expectPage('check');
    await applicant.injectStartFault({ latency: LATENCY_MS });
    const submittedAt = Date.now();
    // Not awaited: the server responds after its own wait for the provider.
    await applicant.submitButton('check').dblclick({ noWaitAfter: true });
    await sandbox.waitForFaults();
    // Back cancels the pending navigation, and Playwright reports that as an error.
    await page.goBack().catch(() => undefined);
    await applicant.expectPage('submitting');
    await page.reload();
    await expectSubmitting(applicant, submittedAt);
    const other = applicant.onPage(await context.newPage());
    await other.page.goto('/check');
    await expectSubmitting(other, submittedAt);
    await other.page.goto('/');
    await other.link('seeStatus').click();
    for (const tab of [other, applicant]) {
      if (!javaScriptEnabled) await tab.checkAgainUntil('approved', 0);
      await tab.expectPage('approved', { timeout: 60_000 });
    }
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(1);
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });
});

test.describe('slow provider', { tag: '@desktop' }, () => {
  test('provider down: delay page after five attempts', async ({ applicant, sandbox }) => {
    await sandbox.fault('start', { error: 503 });
    await applicant.apply();
    await applicant.expectPage('submitting');
    await applicant.waitForPage('trouble');
    await sandbox.clearFaults();
    await applicant.button('tryAgain').click();
    // The next try runs at least ten seconds after the last one.
    await applicant.waitForPage('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });

  test('double click: submitted once', async ({ applicant, page, sandbox }) => {
    await applicant.injectStartFault({ latency: 800 });
    await applicant.openStep('check');
    await applicant.submitButton('check').dblclick();
    await applicant.expectPage('approved');
    await expect(page).toHaveURL(/\/status$/);
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(1);
  });

  test('submitted in two tabs: one inquiry', async ({ applicant, context, sandbox }) => {
    await applicant.openStep('check');
    const other = applicant.onPage(await context.newPage());
    await other.page.goto('/check');
    await applicant.injectStartFault({ latency: 500 });
    await Promise.all([applicant.submitStep('check'), other.submitStep('check')]);
    await applicant.expectPage('approved');
    await other.expectPage('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });
});
