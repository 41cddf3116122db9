// The server is killed with SIGKILL and restarted on its data, while the provider keeps running. The application
// continues.
import { STEPS, type Applicant, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BORN } from '../support/people';

/** Browser errors while the server is down. */
const CONNECTION_LOST = new RegExp(
  '(request|console: Failed to load resource): net::ERR_' +
    '(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING)',
);

test.describe('server killed', { tag: ['@desktop', '@no-js'] }, () => {
  test('between two steps with a filled form: every answer is kept', async ({ restartable }) => {
    const { applicant, server } = restartable;
    await applicant.startApplication();
    for (const step of Object.keys(STEPS) as Step[]) {
      await applicant.expectPage(step);
      await applicant.fillStep(step);
      await server.crash();
      await server.restart();
      await applicant.submitStep(step);
    }
    await applicant.expectPage('approved');
    await expectOneInquiry(applicant, 1);
    await server.crash();
    await server.restart();
    await applicant.page.reload();
    await applicant.expectPage('approved');
    await expect(applicant.page.getByText(applicant.person.email)).toBeVisible();
  });

  test('before a form was received: a reload submits it', async ({ restartable, pageErrors }) => {
    pageErrors.expect(CONNECTION_LOST);
    const { applicant, server } = restartable;
    await applicant.openStep('contact');
    await applicant.fillStep('contact');
    await server.crash();
    await applicant.submitStep('contact');
    await expect(applicant.page).toHaveURL(/chrome-error/);
    await server.restart();
    await applicant.page.reload();
    await applicant.expectPage('address');
    await applicant.link('back').click();
    await expect(applicant.field('email')).toHaveValue(applicant.person.email);
    await expect(applicant.field('phone')).toHaveValue(applicant.person.phone);
  });

  test('during submission: sent after the restart', async ({ restartable, pageErrors }) => {
    pageErrors.expect(CONNECTION_LOST);
    const { applicant, server } = restartable;
    await applicant.openStep('check');
    await applicant.sandbox.fault('start', { latency: 60_000 }, 1);
    await applicant.submitButton('check').click({ noWaitAfter: true });
    await applicant.sandbox.waitForFaults();
    await server.crash();
    await expect(applicant.page).toHaveURL(/chrome-error/);
    await server.restart();
    await applicant.page.goto('/check');
    await applicant.expectPage('approved');
    await expectOneInquiry(applicant, 1);
  });

  test('after the provider accepted and before its response arrived: same inquiry continues', async ({
    javaScriptEnabled,
    restartable,
    pageErrors,
  }) => {
    pageErrors.expect(CONNECTION_LOST);
    const { applicant, server } = restartable;
    await applicant.withDetails({ born: BORN.documentsApproved }).openStep('check');
    await applicant.sandbox.fault('start', 'drop-after', 1);
    await applicant.sandbox.fault('start', { error: 503 });
    await applicant.submitStep('check');
    await applicant.expectPage('submitting');
    await server.crash();
    await applicant.sandbox.clearFaults();
    await server.restart();
    await applicant.page.reload();
    if (!javaScriptEnabled) await applicant.checkAgainUntil('documents');
    await applicant.waitForPage('documents');
    await expectOneInquiry(applicant);
  });
});

test('server killed under an open status page: page continues after the restart', { tag: '@desktop' }, async ({
  restartable,
  pageErrors,
}) => {
  pageErrors.expect(CONNECTION_LOST);
  const { applicant, server } = restartable;
  await applicant.withDetails({ born: BORN.documentsApproved }).apply();
  await applicant.expectPage('documents');
  // Without its code the page does not ask again.
  await applicant.page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.endsWith('.wasm')),
  );
  await server.crash();
  const failed = applicant.page.waitForEvent('requestfailed');
  await applicant.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await failed;
  await applicant.sandbox.submitDocuments(applicant.person.email);
  await applicant.sandbox.finishReview();
  await server.restart();
  await applicant.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await applicant.waitForPage('approved');
  await expectOneInquiry(applicant, 1);
});

/** Expects one inquiry in the provider's ledger. */
async function expectOneInquiry({ person: { email, family }, sandbox }: Applicant, sent?: number): Promise<void> {
  const starts = await sandbox.starts(email);
  if (sent) expect(starts, 'requests').toHaveLength(sent);
  expect(new Set(starts.map(({ body }) => JSON.stringify(body))).size, 'the same bytes each time').toBe(1);
  expect(starts[0]?.body).toMatchObject({ email, lastName: family, ssn: '***-**-6789' });
  expect(await sandbox.inquiries(email), 'inquiries').toHaveLength(1);
}
