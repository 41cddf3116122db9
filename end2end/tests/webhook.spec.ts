// What the upstream sends by itself, on the page that waits for it: in dialect C, signed.
import { expect, test } from '../support/fixtures';
import { BY_HAND } from '../support/people';
import { ASKS, waits } from '../support/waiting';

/** The one that is published for testing (docs/contract.md). */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
test.use({ settings: { KYC_DIALECT: 'c', KYC_WEBHOOK_SECRETS: SECRET } });

test('a webhook shows on the open page, though its clock stands still and the upstream answers nobody', {
  tag: '@desktop',
}, async ({ applicant, page, sandbox, server }) => {
  await sandbox.sendsTo(`${server.address}/webhooks/kyc`, SECRET);
  await waits(applicant.is(BY_HAND));
  await applicant.sees('manual');
  // Nobody hears of it by asking.
  await sandbox.fault('status', { error: 503 });
  const told = page.waitForResponse(ASKS);
  await sandbox.decide(applicant.person.email, 'denied');
  await sandbox.deliverWebhooks();
  await told;
  await expect(page.locator('#live')).toContainText(applicant.words.h1.denied);
  await sandbox.mend();
  await page.clock.runFor(1_000);
  await applicant.sees('denied');
});
