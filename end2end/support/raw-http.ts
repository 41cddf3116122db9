// HTTP client with cookies and without a browser, for checks of raw responses. It sends requests as the reverse proxy
// would: `Secure` cookies pass over plain http.
import type { Http } from './forms';

export interface RawResponse {
  path: string;
  status: number;
  headers: Record<string, string | string[]>;
  text: string;
}

interface RequestOptions {
  method?: string;
  headers?: Record<string, string>;
  /** A stream may be endless. */
  body?: string | ReadableStream;
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };

export class RawClient implements Http {
  /** Every `Set-Cookie` header received. */
  readonly setCookies: string[] = [];
  private readonly cookies = new Map<string, string>();

  constructor(private readonly address: string) {}

  async request(path: string, { method = 'GET', headers = {}, body }: RequestOptions = {}): Promise<RawResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...headers },
      body: body ?? null,
      duplex: 'half',
      redirect: 'manual',
    });
    const set = response.headers.getSetCookie();
    for (const line of set) {
      this.setCookies.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const all: RawResponse['headers'] = Object.fromEntries(response.headers);
    if (set.length) all['set-cookie'] = set;
    // An event stream never ends, so its body is not read.
    const isEventStream = response.headers.get('content-type') === 'text/event-stream';
    if (isEventStream) await response.body?.cancel();
    return { path, status: response.status, headers: all, text: isEventStream ? '' : await response.text() };
  }

  async postForm(path: string, fields: Record<string, string>, accept = 'text/html'): Promise<RawResponse> {
    const body = new URLSearchParams(fields).toString();
    return this.request(path, { method: 'POST', headers: { ...FORM, accept }, body });
  }

  async get(path: string): ReturnType<Http['get']> {
    const { text } = await this.request(path);
    return { text: async () => text };
  }

  async post(path: string, { form }: { form: Record<string, string> }): ReturnType<Http['post']> {
    const { headers, status } = await this.postForm(path, form);
    return { headers: () => headers as Record<string, string>, status: () => status };
  }
}
