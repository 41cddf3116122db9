// First paint of a page on a slow network, compared with a server that sends copies of the same bytes.
import { createServer, type Server as Http } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Cookie } from '@playwright/test';
import { builtFiles, fetchRaw, type Answer } from '../support/bytes';
import { median } from './table';

/** "Slow 4G" of Chromium's developer tools. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };
const ROUNDS = 7;
const COPIED_HEADERS = ['content-type', 'content-encoding'];

/** Server that holds a page and its files in memory. */
async function copyOf(origin: string, path: string, cookie: string): Promise<Http> {
  const load = async (path: string) => fetchRaw(`${origin}${path}`, { cookie, 'accept-encoding': 'gzip, deflate, br' });
  const page = await load(path);
  const copies = new Map<string, Answer>([[path, page]]);
  for (const file of [...Object.values(builtFiles(page.body.toString())), '/favicon.svg']) copies.set(file, await load(file));
  const server = createServer((request, response) => {
    const copy = copies.get(request.url ?? '');
    const headers = COPIED_HEADERS.map((name) => [name, copy?.headers[name]]).filter(([, value]) => value !== undefined);
    response.writeHead(copy?.status ?? 404, Object.fromEntries(headers)).end(copy?.body);
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  return server;
}

/** Milliseconds to the first contentful paint with an empty cache. */
async function firstPaint(browser: Browser, url: string, cookies: Cookie[]): Promise<number> {
  const context = await browser.newContext();
  await context.addCookies(cookies);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
  await page.goto(url);
  const painted = await page.evaluate(async () =>
    new Promise<number>((found) => {
      new PerformanceObserver((list) => {
        const [entry] = list.getEntriesByName('first-contentful-paint');
        if (entry) found(entry.startTime);
      }).observe({ type: 'paint', buffered: true });
    }),
  );
  await context.close();
  return painted;
}

/** Both medians of alternating rounds, so that other load on the machine affects both. */
export async function paints(
  browser: Browser,
  origin: string,
  path: string,
  cookies: Cookie[],
): Promise<{ ours: number; copy: number }> {
  const server = await copyOf(origin, path, cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
  const copied = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const [ours, copy]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [one, other] = [await firstPaint(browser, `${origin}${path}`, cookies), await firstPaint(browser, copied, [])];
    // The first round warms up the browser.
    if (round > 0) ours.push(one);
    if (round > 0) copy.push(other);
  }
  server.closeAllConnections();
  server.close();
  return { ours: median(ours), copy: median(copy) };
}
