// Hostile input: every payload in every field, on every page that shows it. Nothing runs, no violation is reported,
// and each page has the shape that it has with harmless values.
import { STEPS } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { post, type Http } from '../support/forms';
import { BORN } from '../support/people';
import { PAYLOADS, VALID, ReferencePages, postAnswers, recordExecutions, sameTextInEveryField, type FormStep } from '../support/hostile';
import { shape } from '../support/shape';

const FORM_STEPS = Object.keys(VALID) as FormStep[];

/** Attribute value after the browser has parsed it. */
function read(text: string): string {
  return [...text].slice(0, 300).join('').replaceAll('\0', '\ufffd');
}

test.describe('hostile input', { tag: '@desktop' }, () => {
  for (const step of FORM_STEPS) {
    test(`typed at ${step}: escaped`, async ({ applicant, page }) => {
      const ran = await recordExecutions(page);
      await applicant.openStep(step);
      const references = new ReferencePages(page);
      for (const { tries, text } of PAYLOADS) {
        await post(page.context().request, STEPS[step], sameTextInEveryField(step, text));
        await page.goto(STEPS[step]);
        for (const name of step === 'ssn' ? [] : Object.keys(VALID[step])) {
          expect(await page.locator(`#${name}`).getAttribute('value'), `${tries}: ${name} is kept`).toBe(read(text));
        }
        await references.compare(tries, step);
      }
      expect(ran).toEqual([]);
    });
  }

  test('typed on the resume page: escaped', async ({ applicant, page }) => {
    const ran = await recordExecutions(page);
    const http = page.context().request;
    await applicant.openStep('contact');
    await applicant.dropSession();
    const sent = async (text: string): Promise<string> => {
      await page.goto(await post(http, '/return', sameTextInEveryField('birth', text)));
      await applicant.expectPage('comeBack');
      return shape(page);
    };
    const harmless = [await sent('!!'), await sent('')];
    for (const { tries, text } of PAYLOADS) expect(harmless, tries).toContain(await sent(text));
    expect(ran).toEqual([]);
  });

  test('typed as SSN for a new link: escaped', async ({ applicant, page }) => {
    const ran = await recordExecutions(page);
    const http = page.context().request;
    await applicant.withDetails({ born: BORN.documentsApproved }).injectStartFault('unknown-decision');
    await applicant.apply();
    await applicant.expectPage('resubmit');
    const sent = async (text: string): Promise<string> => {
      await page.goto(await post(http, '/new-link', { ssn: text }));
      await applicant.expectPage('renew');
      return shape(page);
    };
    const harmless = await sent('12');
    for (const { tries, text } of PAYLOADS) expect(await sent(text), tries).toBe(harmless);
    expect(ran).toEqual([]);
  });

  test('accepted input on the check page: escaped', async ({ page }) => {
    const ran = await recordExecutions(page);
    const http = page.context().request;
    await postAnswers(http);
    await page.goto(STEPS.check);
    const check = await shape(page);
    let accepted = 0;
    for (const { tries, text } of PAYLOADS) {
      const typed = await postAcceptedFields(http, text);
      if (Object.keys(typed).length === 0) continue;
      accepted += 1;
      await page.goto(STEPS.check);
      expect.soft(await shape(page), `${tries}, at check`).toBe(check);
    }
    expect(accepted, 'some payloads are valid input').toBeGreaterThan(3);
    expect(ran).toEqual([]);
  });

  test('accepted input on the receipt: escaped', async ({ page }) => {
    const ran = await recordExecutions(page);
    const http = page.context().request;
    const receipts: string[] = [];
    const street = PAYLOADS.find(({ tries }) => tries === 'a valid street')?.text ?? '';
    const mail = PAYLOADS.find(({ tries }) => tries === 'a valid email address')?.text ?? '';
    const words = [{}, { address: { line1: street, line2: street }, contact: { email: mail } }];
    for (const but of words) {
      await page.context().clearCookies();
      await postAnswers(http, but);
      await post(http, STEPS.check, {});
      await page.goto('/status');
      await expect(page.locator('#state')).toHaveAttribute('data-label', 'approved');
      receipts.push(await shape(page));
    }
    await expect(page.getByText(mail, { exact: true })).toBeVisible();
    expect(receipts[1]).toBe(receipts[0]);
    expect(ran).toEqual([]);
  });

  test('in an address: not shown', async ({ page, pageErrors }) => {
    pageErrors.expect(/console: Failed to load resource.* 404 /);
    const ran = await recordExecutions(page);
    const places = [(text: string) => `/?ref=${text}`, (text: string) => `/?notice=${text}`, (text: string) => `/x${text}`, (text: string) => `/return/${text}`];
    for (const place of places) {
      await page.goto(place('harmless'));
      const twin = await shape(page);
      for (const { tries, text } of PAYLOADS) {
        await page.goto(place(encodeURIComponent(text)));
        expect(await shape(page), `${tries}, at ${place('…')}`).toBe(twin);
      }
    }
    expect(ran).toEqual([]);
  });

  test('in a referral link: escaped in the form', async ({ page }) => {
    const ran = await recordExecutions(page);
    const http = page.context().request;
    const shapes = new Map<string, string[]>();
    for (const { tries, text } of [{ tries: 'nothing', text: 'REF123' }, ...PAYLOADS]) {
      await page.context().clearCookies();
      await post(http, `/?ref=${encodeURIComponent(text)}`, { referral: text });
      await post(http, STEPS.consent, { agreed: 'yes' });
      await post(http, STEPS.name, VALID.name);
      await post(http, STEPS.birth, VALID.birth);
      await page.goto(STEPS.contact);
      const seen = await shape(page);
      shapes.set(seen, [...(shapes.get(seen) ?? []), tries]);
    }
    expect([...shapes.values()], 'one shape for all').toHaveLength(1);
    expect(ran).toEqual([]);
  });

  test('unescaped input: detected by these tests', async ({ page, pageErrors }) => {
    pageErrors.expect(/./);
    const ran = await recordExecutions(page);
    const clean = '<!DOCTYPE html><title>x</title><main><p>MARK</p><input name="x" value="MARK"></main>';
    const serve = async (text: string): Promise<string> => {
      await page.unrouteAll();
      const body = clean.replaceAll('MARK', () => text);
      await page.route('**/planted', (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
      await page.goto('/planted');
      return shape(page).catch((error: unknown) => String(error));
    };
    const twin = await serve('harmless');
    let noticed = 0;
    for (const { text } of PAYLOADS) if ((await serve(text)) !== twin) noticed += 1;
    expect(noticed, 'another shape').toBeGreaterThan(35);
    expect(ran.length, 'something ran').toBeGreaterThan(15);
  });
});

/** Posts a payload in every field, then valid values in the rejected fields. Returns the accepted ones. */
async function postAcceptedFields(
  http: Http,
  text: string,
): Promise<Partial<Record<string, string>>> {
  const accepted: Record<string, string> = {};
  for (const step of ['name', 'contact', 'address'] as const) {
    await post(http, STEPS[step], sameTextInEveryField(step, text));
    const html = await (await http.get(STEPS[step])).text();
    const refused = [...html.matchAll(/<(?:input|select)[^>]* id="(\w+)"[^>]*aria-invalid="true"/g)].map((found) => found[1]);
    const here = Object.keys(VALID[step]).filter((name) => !refused.includes(name));
    const blank = here.filter((name) => !/[\p{L}\p{N}]/u.test(text));
    const typed = Object.entries(VALID[step]).map(([name, sound]) => {
      const keep = here.includes(name) && !blank.includes(name);
      if (keep) accepted[name] = text;
      return [name, keep ? text : sound];
    });
    const to = await post(http, STEPS[step], Object.fromEntries(typed));
    if (to === STEPS[step]) throw new Error(`${step} refused ${text} after all`);
  }
  return accepted;
}
