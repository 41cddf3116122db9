// The server killed (SIGKILL of the real program) and started again on its data, while the upstream lives on: the
// journey goes on where it was.
import { STEPS, type Applicant, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BORN } from '../support/people';

/** What a browser says of a server that is not there, or not any more. */
const NOBODY_THERE = new RegExp(
  '(request|console: Failed to load resource): net::ERR_' +
    '(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING)',
);

test.describe('the server is killed', { tag: ['@desktop', '@no-js'] }, () => {
  test('between any two steps, with a page filled in: every answer is there', async ({ mortal }) => {
    const { applicant, server } = mortal;
    await applicant.begins();
    for (const step of Object.keys(STEPS) as Step[]) {
      await applicant.sees(step);
      await applicant.fills(step);
      await server.crash();
      await server.restart();
      await applicant.sends(step);
    }
    await applicant.sees('approved');
    await isOneInquiry(applicant, 1);
    await server.crash();
    await server.restart();
    await applicant.page.reload();
    await applicant.sees('approved');
    await expect(applicant.page.getByText(applicant.person.email)).toBeVisible();
  });

  test('and there is nobody to answer: loading again hands the page in', async ({ mortal, watch }) => {
    watch.expect(NOBODY_THERE);
    const { applicant, server } = mortal;
    await applicant.standsAt('contact');
    await applicant.fills('contact');
    await server.crash();
    await applicant.sends('contact');
    await expect(applicant.page).toHaveURL(/chrome-error/);
    await server.restart();
    await applicant.page.reload();
    await applicant.sees('address');
    await applicant.link('back').click();
    await expect(applicant.field('email')).toHaveValue(applicant.person.email);
    await expect(applicant.field('phone')).toHaveValue(applicant.person.phone);
  });

  test('while it is handing in: sent by the next start', async ({ mortal, watch }) => {
    watch.expect(NOBODY_THERE);
    const { applicant, server } = mortal;
    await applicant.standsAt('check');
    await applicant.sandbox.fault('start', { latency: 60_000 }, 1);
    await applicant.submitter('check').click({ noWaitAfter: true });
    await applicant.sandbox.hasStruck();
    await server.crash();
    await expect(applicant.page).toHaveURL(/chrome-error/);
    await server.restart();
    await applicant.page.goto('/check');
    await applicant.sees('approved');
    await isOneInquiry(applicant, 1);
  });

  test('after the upstream took it and before we heard: the same inquiry goes on', async ({
    javaScriptEnabled,
    mortal,
    watch,
  }) => {
    watch.expect(NOBODY_THERE);
    const { applicant, server } = mortal;
    await applicant.is({ born: BORN.documentsApproved }).standsAt('check');
    await applicant.sandbox.fault('start', 'drop-after', 1);
    await applicant.sandbox.fault('start', { error: 503 });
    await applicant.sends('check');
    await applicant.sees('submitting');
    await server.crash();
    await applicant.sandbox.mend();
    await server.restart();
    await applicant.page.reload();
    if (!javaScriptEnabled) await applicant.asksUntil('documents');
    await applicant.comesTo('documents');
    await isOneInquiry(applicant);
  });
});

test('the server is killed under an open status page: it goes on by itself', { tag: '@desktop' }, async ({
  mortal,
  watch,
}) => {
  watch.expect(NOBODY_THERE);
  const { applicant, server } = mortal;
  await applicant.is({ born: BORN.documentsApproved }).applies();
  await applicant.sees('documents');
  await server.crash();
  const failed = applicant.page.waitForEvent('requestfailed');
  await applicant.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await failed;
  await applicant.sandbox.handIn(applicant.person.email);
  await applicant.sandbox.endReview();
  await server.restart();
  await applicant.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await applicant.comesTo('approved');
  await isOneInquiry(applicant, 1);
});

/** As the upstream's own ledger tells it. */
async function isOneInquiry({ person: { email, family }, sandbox }: Applicant, sent?: number): Promise<void> {
  const starts = await sandbox.starts(email);
  if (sent) expect(starts, 'requests').toHaveLength(sent);
  expect(new Set(starts.map(({ body }) => JSON.stringify(body))).size, 'the same bytes each time').toBe(1);
  expect(starts[0]?.body).toMatchObject({ email, lastName: family, ssn: '***-**-6789' });
  expect(await sandbox.inquiries(email), 'inquiries').toHaveLength(1);
}
