// Responses of a hostile provider: every payload in each response field that reaches a page.
import { STEPS } from '../support/applicant';
import { expect, test as base, type Settings } from '../support/fixtures';
import { post } from '../support/forms';
import { PAYLOADS, postAnswers, recordExecutions } from '../support/hostile';
import { Sandbox } from '../support/sandbox';
import { shape } from '../support/shape';
import { FakeProvider } from '../support/fake-provider';

const test = base.extend<object, Settings & { provider: FakeProvider }>({
  provider: [
    async ({}, use) => {
      const provider = await FakeProvider.start();
      await use(provider);
      provider.stop();
    },
    { scope: 'worker' },
  ],
  settings: [
    async ({ provider }, use) => use({ KYC_BASE_URL: provider.url, KYC_TOKEN: 'a-token' }),
    { scope: 'worker' },
  ],
  // There is no sandbox, and no test calls it.
  sandbox: async ({ server }, use) => use(new Sandbox(server.sandboxUrl, server)),
});

let applications = 0;
/** Each application has its own id: the server parks two applications with one id. */
const providerResponse = (decision: string, status: string, rest: object) => ({
  status: { decision, status, subStatus: '', externalId: `ext_test_${(applications += 1)}` },
  ...rest,
});

/** Two payloads for each application, because an application takes longer than a page. */
const PAIRS = PAYLOADS.flatMap((one, at) => (at % 2 === 0 ? [[one, PAYLOADS[at + 1] ?? one] as const] : []));
/** State if the server rejects the field that the expected state needs. */
const FALLBACK_STATE: Record<string, string> = { documents_required: 'parked', approved: 'provisioning' };
const HARMLESS = { tries: 'nothing', text: 'harmless' };

/** Each response with a pair of payloads, the resulting state, and the number of pairs to try. */
const CASES: Record<string, [(text: string, other: string) => unknown, string, number]> = {
  'account ids': [
    (text, other) => providerResponse('approved', 'complete', { participantId: text, account: other }),
    'approved',
    PAIRS.length,
  ],
  'the capture link': [
    (text, other) => providerResponse('pending', 'document_required', { docv: { url: `https://verify.socure.com/${text}?${other}` } }),
    'documents_required',
    PAIRS.length,
  ],
  'every field': [
    (text) => ({
      status: { decision: text, status: text, subStatus: text, externalId: text },
      docv: { url: text, qrCode: text, sdkKey: text, eventId: text, docvTransactionToken: text },
    }),
    'processing',
    // No page shows any of these values, so a few pairs suffice.
    5,
  ],
};

test.describe('hostile provider', { tag: '@desktop' }, () => {
  for (const [what, [answer, label, count]] of Object.entries(CASES)) {
    test(`payloads in ${what}: nothing runs, document shape unchanged`, async ({ page, playwright, server, provider, pageErrors }) => {
      // The server logs each rejected link and id, and parks the application.
      pageErrors.expect(/ERROR .*(capture link is missing or points where it may not|an application needs the operator)/);
      const ran = await recordExecutions(page);
      const shapes = new Map<string, string[]>();
      for (const [one, other] of [[HARMLESS, HARMLESS] as const, ...PAIRS.slice(0, count)]) {
        const tries = `${one.tries}; ${other.tries}`;
        provider.response = answer(one.text, other.text);
        // Applies outside the browser and copies the cookies afterwards. A browser without its session would get a
        // new one by a request of the previous page.
        const http = await playwright.request.newContext({ baseURL: server.url });
        await postAnswers(http);
        await post(http, STEPS.check, {});
        await page.context().addCookies((await http.storageState()).cookies);
        await http.dispose();
        await page.goto('/status');
        const state = await page.locator('#state').getAttribute('data-label');
        // The server rejects a link or an id with a line break, or one that is too long.
        if (state === FALLBACK_STATE[label]) continue;
        expect(state, tries).toBe(label);
        // The island changes the shape once: it shows the copy button.
        if (label === 'documents_required') await page.locator('#copy').waitFor();
        const seen = await shape(page);
        shapes.set(seen, [...(shapes.get(seen) ?? []), tries]);
      }
      expect([...shapes.values()], 'one shape for all').toHaveLength(1);
      expect([...shapes.values()].flat().length, 'most were shown').toBeGreaterThan(count * 0.8);
      expect(ran).toEqual([]);
    });
  }
});
