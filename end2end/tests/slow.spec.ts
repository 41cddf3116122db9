// An upstream that takes its time, and people who do not: pressing twice, Back, reload, another tab.
import type { Applicant } from '../support/applicant';
import { expect, test } from '../support/fixtures';

const TAKES = 9_000;

/** On its way; there already only where a slow machine has let it come. */
async function isOnItsWay({ page, words: { h1 } }: Applicant, asked: number): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(new RegExp(`^(${h1.submitting}|${h1.approved})$`));
  const said = await heading.innerText();
  if (Date.now() - asked < TAKES) expect(said).toBe(h1.submitting);
}

test.describe('a slow upstream', { tag: ['@desktop', '@no-js'] }, () => {
  test('9 seconds: pressed twice, gone back, loaded again, looked at in another tab: one inquiry', async ({
    applicant,
    context,
    javaScriptEnabled,
    page,
    sandbox,
  }) => {
    await applicant.standsAt('ssn');
    await applicant.fills('ssn');
    await applicant.sends('ssn');
    await applicant.sees('check');
    await applicant.meets({ latency: TAKES });
    const asked = Date.now();
    // Not waited for: the answer comes when we have waited long enough for the upstream's.
    await applicant.submitter('check').dblclick({ noWaitAfter: true });
    await sandbox.hasStruck();
    // Going back calls off the answer that is still to come, and that is what the error says.
    await page.goBack().catch(() => undefined);
    await applicant.sees('submitting');
    await page.reload();
    await isOnItsWay(applicant, asked);
    const other = applicant.in(await context.newPage());
    await other.page.goto('/check');
    await isOnItsWay(other, asked);
    await other.page.goto('/');
    await other.link('seeStatus').click();
    for (const tab of [other, applicant]) {
      if (!javaScriptEnabled) await tab.asksUntil('approved', 0);
      await tab.sees('approved', { timeout: 60_000 });
    }
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(1);
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });
});

test.describe('a slow upstream', { tag: '@desktop' }, () => {
  test('down for real: five tries, then the trouble page by itself', async ({ applicant, sandbox }) => {
    await sandbox.fault('start', { error: 503 });
    await applicant.applies();
    await applicant.sees('submitting');
    await applicant.comesTo('trouble');
    await sandbox.mend();
    await applicant.button('tryAgain').click();
    await applicant.sees('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });

  test('a double click whose answer is waited for hands in once', async ({ applicant, page, sandbox }) => {
    await applicant.meets({ latency: 800 });
    await applicant.standsAt('check');
    await applicant.submitter('check').dblclick();
    await applicant.sees('approved');
    await expect(page).toHaveURL(/\/status$/);
    expect(await sandbox.starts(applicant.person.email)).toHaveLength(1);
  });

  test('two tabs that both hand in: one inquiry', async ({ applicant, context, sandbox }) => {
    await applicant.standsAt('check');
    const other = applicant.in(await context.newPage());
    await other.page.goto('/check');
    await applicant.meets({ latency: 500 });
    await Promise.all([applicant.sends('check'), other.sends('check')]);
    await applicant.sees('approved');
    await other.sees('approved');
    expect(await sandbox.inquiries(applicant.person.email)).toHaveLength(1);
  });
});
