// Posts the wizard's forms without rendering a page. It is a quick way to the page under test.
// journeys.spec.ts and wizard.spec.ts fill in the forms in a browser.

/** HTTP client: Playwright's `APIRequestContext` or support/raw-http.ts. */
export interface Http {
  get(path: string): Promise<{ text(): Promise<string> }>;
  post(
    path: string,
    ask: { form: Record<string, string>; headers: Record<string, string>; maxRedirects: number },
  ): Promise<{ headers(): Record<string, string>; status(): number }>;
}

const TOKEN = /name="csrf" value="([^"]+)"/;
const ACTION = /<form [^>]*action="(\/api\/(?!language)[^"]+)"/;

/** Loads a page and posts its form with these values. Returns the redirect target. `http` shares the browser's
 *  cookies. */
export async function post(http: Http, page: string, typed: Record<string, string>): Promise<string> {
  const html = await (await http.get(page)).text();
  const action = ACTION.exec(html)?.[1];
  if (!action) throw new Error(`${page} has no form to submit`);
  return submit(http, html, action, typed);
}

/** Posts these values to a form of this page. Returns the redirect target. */
export async function submit(http: Http, html: string, action: string, typed: Record<string, string>): Promise<string> {
  const csrf = TOKEN.exec(html)?.[1];
  if (!csrf || !html.includes(`action="${action}"`)) throw new Error(`there is no form for ${action}`);
  const answer = await http.post(action, {
    form: { csrf, ...typed },
    headers: { 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  });
  const to = answer.headers()['location'];
  if (answer.status() !== 303 || !to) throw new Error(`${action} answered ${answer.status()}`);
  return to;
}
