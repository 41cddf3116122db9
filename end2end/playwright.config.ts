// The browser tests. Each worker starts its own server with its own sandbox (support/server.ts), so that faults
// and clocks of one test never reach another; build first: `cargo build -p server -p sandbox && node tools/bundle.mjs`.
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { defineConfig, devices, type PlaywrightTestConfig } from '@playwright/test';
import type { Settings } from './support/fixtures';

// The headless shell has no browser window to keep: a page costs it about half the processor time.
const system = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 900 } };
const phone = {
  ...devices['Pixel 7'],
  viewport: { width: 375, height: 740 },
  screen: { width: 375, height: 740 },
};

type Project = NonNullable<PlaywrightTestConfig<object, Settings>['projects']>[number];
const tests: Project[] = [
  { name: 'desktop', grep: /@desktop/, use: desktop },
  // Every other project uses dialect A.
  { name: 'dialect-b', grep: /@dialects/, use: { ...desktop, settings: { KYC_DIALECT: 'b' } } },
  {
    name: 'dialect-c',
    grep: /@dialects/,
    // Longer than any test: an account is opened when a test says so.
    use: { ...desktop, settings: { KYC_DIALECT: 'c', VESTIBULE_SANDBOX_PROVISIONING_SECONDS: '600' } },
  },
  { name: 'phone', grep: /@phone/, use: phone },
  { name: 'no-js', grep: /@no-js/, use: { ...desktop, javaScriptEnabled: false } },
  { name: 'spanish', grep: /@spanish/, use: { ...desktop, locale: 'es-US' } },
];
const pictures: Project[] = [
  { name: 'desktop-light', use: { ...desktop, colorScheme: 'light' } },
  { name: 'desktop-dark', use: { ...desktop, colorScheme: 'dark' } },
  { name: 'phone-light', use: { ...phone, colorScheme: 'light' } },
  { name: 'phone-dark', use: { ...phone, colorScheme: 'dark' } },
];
const bench: Project[] = [{ name: 'bench', use: desktop }];

// The folder is what is run: the tests, unless told otherwise.
const testDir = process.env['PICTURES'] ? 'pictures' : process.env['BENCH'] ? 'bench' : 'tests';
const painting = testDir === 'pictures';
// One after the other: what is measured has the machine to itself.
const measuring = testDir === 'bench';

export default defineConfig<object, Settings>({
  testDir,
  outputDir: 'test-results/files',
  snapshotPathTemplate: '{testDir}/../aria-snapshots/{arg}{ext}',
  fullyParallel: !measuring,
  forbidOnly: Boolean(process.env['CI']),
  // A test waits for a page as long as it works: one more than there are cores keeps both busy.
  workers: measuring ? 1 : cpus().length + 1,
  retries: 0,
  // For a machine far slower than any that was seen: what passes waits for none of it.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/report.json' }]],
  projects: { tests, pictures, bench }[testDir],
  use: {
    locale: 'en-US',
    timezoneId: 'America/New_York',
    screenshot: painting ? 'off' : 'only-on-failure',
    // A trace doubles what a test costs: TRACE=1 makes them.
    trace: process.env['TRACE'] ? 'retain-on-failure' : 'off',
    launchOptions: {
      ...(system ? { executablePath: system } : {}),
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
  },
});
