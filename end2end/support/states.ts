// Scenes: each page in each state, with the steps to open it. Used by the tests of all pages and by the screenshots.
import type { Applicant } from './applicant';
import { BORN, MANUAL_REVIEW, CODES, KNOWN, UNKNOWN_PHONE } from './people';
import type { Sandbox } from './sandbox';
import type { Heading } from './words';

export interface Scene {
  name: string;
  heading: Heading;
  /** Title without the organisation, if it differs from the heading. */
  title?: string;
  /** Errors that opening the scene provokes. */
  expectedErrors?: RegExp[];
  open(applicant: Applicant, sandbox: Sandbox): Promise<unknown>;
}

const failedLoad = (status: number) => [new RegExp(`console: Failed to load resource.* ${status} `)];

/** Steps before any answer. The consent page needs no earlier step. */
const steps: Scene[] = [
  { name: 'start', heading: 'start', title: 'Open your account: confirm who you are', open: (a) => a.page.goto('/') },
  { name: 'consent', heading: 'consent', title: 'Your agreement', open: (a) => a.openStep('consent') },
  ...(['name', 'birth', 'contact', 'address', 'ssn', 'check'] as const).map((step): Scene => ({
    name: step,
    heading: step,
    open: (a) => a.withDetails({ middle: 'Ann', line2: 'Apt 4' }).openStep(step),
  })),
];

const mistakes: Scene[] = (['consent', 'name', 'birth', 'contact', 'address', 'ssn'] as const).map((step) => ({
  name: `${step}-mistakes`,
  heading: step,
  ...(step === 'consent' ? { title: 'Your agreement' } : {}),
  open: async (a) => {
    await a.openStep(step);
    await a.submitStep(step);
  },
}));

const specialPages: Scene[] = [
  {
    name: 'start-again',
    heading: 'start',
    title: 'Open your account: confirm who you are',
    open: (a) => a.page.goto('/status'),
  },
  {
    name: 'start-resume',
    heading: 'start',
    title: 'Open your account: confirm who you are',
    open: async (a) => {
      await a.openStep('name');
      await a.page.goto('/');
    },
  },
  {
    name: 'name-after-skipping',
    heading: 'name',
    open: async (a) => {
      await a.openStep('name');
      await a.page.goto('/check');
    },
  },
  {
    name: 'ssn-held',
    heading: 'ssn',
    open: async (a) => {
      await a.openStep('check');
      await a.page.goto('/ssn');
    },
  },
  {
    name: 'why-open',
    heading: 'ssn',
    open: async (a) => {
      await a.openStep('ssn');
      await a.page.locator('summary').click();
    },
  },
  {
    name: 'fill-in',
    heading: 'fillIn',
    open: async (a) => {
      await a.openStep('name');
      await a.link('usePhone').click();
    },
  },
  {
    name: 'fill-in-mistakes',
    heading: 'fillIn',
    open: async (a) => {
      await a.openStep('name');
      await a.link('usePhone').click();
      await a.button('textMe').click();
    },
  },
  {
    name: 'code',
    heading: 'code',
    open: async (a) => {
      await a.withDetails(KNOWN).openStep('name');
      await a.requestCode();
    },
  },
  {
    name: 'code-mistakes',
    heading: 'code',
    open: async (a) => {
      await a.withDetails(KNOWN).openStep('name');
      await a.requestCode();
      await a.enterCode(CODES.wrong);
    },
  },
  {
    name: 'ssn-filled-in',
    heading: 'ssn',
    open: async (a) => {
      await a.withDetails(KNOWN).openStep('name');
      await a.requestCode();
      await a.enterCode(CODES.right);
    },
  },
  {
    name: 'name-unfilled',
    heading: 'name',
    open: async (a) => {
      await a.withDetails({ ...KNOWN, phone: UNKNOWN_PHONE }).openStep('name');
      await a.requestCode();
      await a.enterCode(CODES.right);
    },
  },
  {
    name: 'no-ssn',
    heading: 'noSsn',
    open: async (a) => {
      await a.openStep('ssn');
      await a.page.goto('/no-ssn');
    },
  },
  {
    name: 'too-young',
    heading: 'tooYoung',
    open: async (a) => {
      await a.withDetails({ born: ['1', '1', `${new Date().getFullYear() - 15}`] }).openStep('birth');
      await a.fillStep('birth');
      await a.submitStep('birth');
    },
  },
  {
    name: 'not-served',
    heading: 'notServed',
    open: async (a) => {
      await a.withDetails({ state: 'HI', postal: '96813' }).openStep('address');
      await a.fillStep('address');
      await a.submitStep('address');
    },
  },
  {
    name: 'check-sent-back',
    heading: 'check',
    open: async (a) => {
      await a.injectStartFault({ error: 400 });
      await a.openStep('check');
      await a.submitStep('check');
      await a.expectPage('ssn');
      await a.continueTo('check');
    },
  },
  {
    name: 'come-back',
    heading: 'comeBack',
    open: async (a) => {
      await a.openStep('contact');
      await a.dropSession();
      await a.page.goto('/contact');
    },
  },
  {
    name: 'come-back-mistakes',
    heading: 'comeBack',
    open: async (a) => {
      await a.openStep('contact');
      await a.dropSession();
      await a.page.goto('/contact');
      await a.withDetails({ born: ['3', '28', '1990'] }).fillStep('birth');
      await a.button('goOn').click();
    },
  },
  { name: 'how-back', heading: 'howBack', open: (a) => a.page.goto('/return?notice=ended') },
  { name: 'missing', heading: 'missing', expectedErrors: failedLoad(404), open: (a) => a.page.goto('/nowhere') },
  {
    name: 'forged',
    heading: 'forged',
    expectedErrors: failedLoad(403),
    open: async (a) => {
      await a.openStep('name');
      await a.page.locator('form#step [name=csrf]').evaluate((e: HTMLInputElement) => (e.value = 'forged'));
      await a.submitStep('name');
    },
  },
];

/** States after submission, by the provider's behaviour. */
const outcomes: Scene[] = [
  outcome('approved', () => undefined),
  outcome('denied', (a) => void a.withDetails({ born: BORN.denied })),
  outcome('manual', (a) => void a.withDetails(MANUAL_REVIEW)),
  outcome('documents', (a) => void a.withDetails({ born: BORN.documentsApproved })),
  // Longer than any test, so that no response arrives while the page is checked.
  outcome('submitting', (_, s) => s.fault('start', { latency: 60_000 })),
  outcome('trouble', (_, s) => s.fault('start', { 'rate-limited': 120 })),
  outcome('processing', async (_, s) => {
    await s.fault('start', 'unknown-decision');
    await s.fault('status', 'unknown-decision');
  }),
  {
    name: 'underReview',
    heading: 'underReview',
    open: async (a, s) => {
      await a.withDetails({ born: BORN.documentsApproved }).apply();
      await a.expectPage('documents');
      await s.submitDocuments(a.person.email);
      await a.waitForPage('underReview');
    },
  },
  outcome('provisioning', async (_, s) => {
    await s.fault('start', 'approved-without-ids');
    await s.fault('status', 'approved-without-ids');
  }),
  outcome('resubmit', async (a) => {
    await a.withDetails({ born: BORN.documentsApproved }).injectStartFault('unknown-decision'); // without a capture link
  }),
  // For this applicant only: each occurrence logs an error.
  { ...outcome('noAccess', (a) => a.injectStartFault({ error: 403 })), expectedErrors: [/ERROR .*(the provider rejects our credentials|an application needs the operator)/] },
  {
    name: 'out',
    heading: 'out',
    open: async (a) => {
      await a.withDetails({ born: BORN.documentsApproved }).injectStartFault('unknown-decision', 3); // without a capture link each time
      await a.apply();
      for (let more = 2; more > 0; more -= 1) {
        await a.expectPage('resubmit');
        await a.requestNewLink();
      }
    },
  },
  renewal('renew', (a) => a.link('newLink').click()),
  renewal('renew-mistakes', async (a) => {
    await a.link('newLink').click();
    await a.expectPage('renew');
    await a.button('newLinkButton').click();
  }),
];

function outcome(heading: Heading, prepare: (a: Applicant, s: Sandbox) => Promise<unknown> | void): Scene {
  return {
    name: heading,
    heading,
    open: async (applicant, sandbox) => {
      await prepare(applicant, sandbox);
      await applicant.apply();
    },
  };
}

function renewal(name: string, go: (a: Applicant) => Promise<unknown>): Scene {
  return {
    name,
    heading: 'renew',
    open: async (applicant) => {
      await applicant.withDetails({ born: BORN.documentsApproved }).injectStartFault('unknown-decision');
      await applicant.apply();
      await applicant.expectPage('resubmit');
      await go(applicant);
    },
  };
}

export const SCENES: Scene[] = [...steps, ...mistakes, ...specialPages, ...outcomes];

/** Opens a scene and waits for its heading. */
export async function openScene(scene: Scene, applicant: Applicant, sandbox: Sandbox): Promise<void> {
  await scene.open(applicant, sandbox);
  await applicant.expectPage(scene.heading);
}
