// Fixtures of every test: a server with its sandbox, an applicant, and a check for unexpected errors.
import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { Applicant } from './applicant';
import { person } from './people';
import { Sandbox } from './sandbox';
import { Server, SandboxProcess } from './server';
import { PageErrors, errorLines } from './page-errors';

export interface Settings {
  /** Environment variables of the server, added to those of support/server.ts. */
  settings: Record<string, string>;
}

interface Worker extends Settings {
  server: Server;
}

export type Dialect = 'a' | 'b' | 'c';

interface Fixtures {
  /** Dialect of the provider. */
  dialect: Dialect;
  sandbox: Sandbox;
  pageErrors: PageErrors;
  /** Applicant whom the provider approves at once, on the test's page. */
  applicant: Applicant;
  /** Opens a page on another device: its own browser context, with the same error check. */
  newDevice: (options?: BrowserContextOptions) => Promise<Page>;
  /** Applicant at a separate server that the test may kill and restart. */
  restartable: { server: Server; applicant: Applicant };
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
    await sandbox.clearFaults();
    await use(sandbox);
  },
  pageErrors: [
    async ({ server }, use) => {
      const pageErrors = new PageErrors();
      const mark = server.log.length;
      await use(pageErrors);
      const log = errorLines(server.log.slice(mark));
      expect([...pageErrors.faults, ...pageErrors.unexpected(log)], 'no unexpected errors').toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, pageErrors }, use) => {
    await pageErrors.observe(context);
    await use(context);
  },
  applicant: async ({ page, sandbox, locale }, use) => {
    await use(new Applicant(page, sandbox, person(), locale?.startsWith('es') ? 'es' : 'en'));
  },
  restartable: async ({ newDevice, settings, pageErrors }, use) => {
    const sandboxProcess = await SandboxProcess.start();
    const server = await Server.withSandbox(sandboxProcess, settings);
    const page = await newDevice({ baseURL: server.url });
    await use({ server, applicant: new Applicant(page, new Sandbox(sandboxProcess.url, server), person(), 'en') });
    await page.context().close();
    expect(pageErrors.unexpected(errorLines(server.log)), 'errors in the log of the server').toEqual([]);
    await server.stop();
    await sandboxProcess.stop();
  },
  newDevice: async ({ browser, baseURL, pageErrors, contextOptions }, use) => {
    const opened: Page[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: baseURL ?? '', ...options });
      await pageErrors.observe(context);
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    await Promise.all(opened.map((page) => page.context().close()));
  },
});

export { expect };
