// Creates many started applications, a quick way to a list of several pages.
import { expect } from '@playwright/test';
import type { Server } from './server';

/** Starts `count` applications. */
export async function startApplications(server: Server, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const start = await fetch(server.url, { headers: { accept: 'text/html' } });
    const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(await start.text()) ?? [];
    const cookie = start.headers.getSetCookie().map((it) => it.split(';')[0]).join('; ');
    const headers = { cookie, origin: 'null', 'sec-fetch-site': 'same-origin' };
    const body = new URLSearchParams({ csrf });
    const begun = await fetch(`${server.url}/api/begin`, { method: 'POST', headers, redirect: 'manual', body });
    expect(begun.headers.get('location'), `${begun.status}`).toBe('/agreement');
  }
}
