// A webhook of the provider (dialect C) updates the open page.
import { expect, test } from '../support/fixtures';
import { MANUAL_REVIEW } from '../support/people';
import { SECRET } from '../support/sandbox';
import { freezeClock } from '../support/open-status-page';

test.use({ settings: { KYC_DIALECT: 'c', KYC_WEBHOOK_SECRETS: SECRET } });

test.describe('webhook', { tag: '@desktop' }, () => {
  for (const [decision, heading, words] of [
    ['approved', 'approved', 'You’re approved'],
    ['denied', 'denied', 'We can’t open an account for you'],
  ] as const) {
    test(`decision ${decision}: shown without a poll by page or server`, async ({
      applicant,
      page,
      sandbox,
      server,
    }) => {
      expect(server.runTask('webhook', 'register')).toContain('is registered, and was tried');
      await page.clock.install();
      const answered = page.waitForResponse('**/api/status');
      await applicant.withDetails(MANUAL_REVIEW).apply();
      await (await answered).finished();
      await applicant.expectPage('manual');
      // From here on the page does not poll, and the provider answers no poll.
      await freezeClock(page);
      await sandbox.fault('status', { error: 503 });
      const { statusCalls } = await sandbox.inquiry(applicant.person.email);
      await sandbox.decide(applicant.person.email, decision);
      await expect(page.locator('#live')).toContainText(words);
      await page.clock.runFor(1_000);
      await applicant.expectPage(heading);
      expect((await sandbox.inquiry(applicant.person.email)).statusCalls).toBe(statusCalls);
    });
  }
});
