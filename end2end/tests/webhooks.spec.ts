// What the upstream sends by itself (dialect C) shows on the page that is open.
import { expect, test } from '../support/fixtures';
import { BY_HAND } from '../support/people';
import { SECRET } from '../support/sandbox';
import { stops } from '../support/open-status-page';

test.use({ settings: { KYC_DIALECT: 'c', KYC_WEBHOOK_SECRETS: SECRET } });

test.describe('a webhook', { tag: '@desktop' }, () => {
  for (const [decision, heading, words] of [
    ['approved', 'approved', 'You are approved'],
    ['denied', 'denied', 'We cannot open an account for you'],
  ] as const) {
    test(`says ${decision}: the page shows it, though it asks nothing and nobody asks upstream`, async ({
      applicant,
      page,
      sandbox,
      server,
    }) => {
      expect(server.task('webhook', 'register')).toContain('is registered, and was tried');
      await page.clock.install();
      const answered = page.waitForResponse('**/api/status');
      await applicant.is(BY_HAND).applies();
      await (await answered).finished();
      await applicant.sees('manual');
      // From here on the page asks nothing of itself, and whatever is asked upstream is not answered.
      await stops(page);
      await sandbox.fault('status', { error: 503 });
      const { statusCalls } = await sandbox.inquiry(applicant.person.email);
      await sandbox.decide(applicant.person.email, decision);
      await expect(page.locator('#live')).toContainText(words);
      await page.clock.runFor(1_000);
      await applicant.sees(heading);
      expect((await sandbox.inquiry(applicant.person.email)).statusCalls).toBe(statusCalls);
    });
  }
});
