// What every test gets: a server with its sandbox, an applicant, and eyes on everything that must not happen.
import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { Applicant } from './applicant';
import { person } from './people';
import { Sandbox } from './sandbox';
import { Server, Upstream } from './server';
import { Watch, complaints } from './page-errors';

export interface Settings {
  /** Environment of the server, beside support/server.ts. */
  settings: Record<string, string>;
}

interface Worker extends Settings {
  server: Server;
}

export type Dialect = 'a' | 'b' | 'c';

interface Fixtures {
  /** What the upstream speaks. */
  dialect: Dialect;
  sandbox: Sandbox;
  watch: Watch;
  /** Somebody who is approved at once, on the test's page. */
  applicant: Applicant;
  /** Opens a page on another device: a context of its own, watched like the first. */
  elsewhere: (options?: BrowserContextOptions) => Promise<Page>;
  /** Somebody at a server of the test's own, which may be killed and started again. */
  mortal: { server: Server; applicant: Applicant };
}

export const test = base.extend<Fixtures, Worker>({
  settings: [{}, { scope: 'worker', option: true }],
  server: [
    async ({ settings }, use) => {
      const server = await Server.start(settings);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  dialect: async ({ settings }, use) => use((settings['KYC_DIALECT'] ?? 'a') as Dialect),
  baseURL: async ({ server }, use) => use(server.url),
  sandbox: async ({ server }, use) => {
    const sandbox = new Sandbox(server.sandboxUrl, server);
    await sandbox.mend();
    await use(sandbox);
  },
  watch: [
    async ({ server }, use) => {
      const watch = new Watch();
      const mark = server.log.length;
      await use(watch);
      const log = complaints(server.log.slice(mark));
      expect([...watch.faults, ...watch.unexpected(log)], 'nothing broke on the way').toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, watch }, use) => {
    await watch.over(context);
    await use(context);
  },
  applicant: async ({ page, sandbox, locale }, use) => {
    await use(new Applicant(page, sandbox, person(), locale?.startsWith('es') ? 'es' : 'en'));
  },
  mortal: async ({ elsewhere, settings, watch }, use) => {
    const upstream = await Upstream.start();
    const server = await Server.before(upstream, settings);
    const page = await elsewhere({ baseURL: server.url });
    await use({ server, applicant: new Applicant(page, new Sandbox(upstream.url, server), person(), 'en') });
    await page.context().close();
    expect(watch.unexpected(complaints(server.log)), 'what the server complained of').toEqual([]);
    await server.stop();
    await upstream.stop();
  },
  elsewhere: async ({ browser, baseURL, watch, contextOptions }, use) => {
    const opened: Page[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: baseURL ?? '', ...options });
      await watch.over(context);
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    await Promise.all(opened.map((page) => page.context().close()));
  },
});

export { expect };
