// Every page in every state that it can show, and the way there: for the tests that look at all of them, and for
// the pictures.
import type { Applicant } from './applicant';
import { BORN, BY_HAND, CODES, KNOWN, UNKNOWN_PHONE } from './people';
import type { Sandbox } from './sandbox';
import type { Heading } from './words';

export interface Scene {
  name: string;
  heading: Heading;
  /** The title without the organisation, where it is not the heading. */
  title?: string;
  /** What the way there provokes on purpose. */
  provokes?: RegExp[];
  reach(applicant: Applicant, sandbox: Sandbox): Promise<unknown>;
}

const SAYS_STATUS = (status: number) => [new RegExp(`console: Failed to load resource.* ${status} `)];

/** The steps as they are first met; the consent page needs nothing before it. */
const steps: Scene[] = [
  { name: 'start', heading: 'start', title: 'Open your account: confirm who you are', reach: (a) => a.page.goto('/') },
  { name: 'consent', heading: 'consent', title: 'Your agreement', reach: (a) => a.standsAt('consent') },
  ...(['name', 'birth', 'contact', 'address', 'ssn', 'check'] as const).map((step): Scene => ({
    name: step,
    heading: step,
    reach: (a) => a.is({ middle: 'Ann', line2: 'Apt 4' }).standsAt(step),
  })),
];

const mistakes: Scene[] = (['consent', 'name', 'birth', 'contact', 'address', 'ssn'] as const).map((step) => ({
  name: `${step}-mistakes`,
  heading: step,
  ...(step === 'consent' ? { title: 'Your agreement' } : {}),
  reach: async (a) => {
    await a.standsAt(step);
    await a.sends(step);
  },
}));

const beside: Scene[] = [
  {
    name: 'start-again',
    heading: 'start',
    title: 'Open your account: confirm who you are',
    reach: (a) => a.page.goto('/status'),
  },
  {
    name: 'start-resume',
    heading: 'start',
    title: 'Open your account: confirm who you are',
    reach: async (a) => {
      await a.standsAt('name');
      await a.page.goto('/');
    },
  },
  {
    name: 'name-after-skipping',
    heading: 'name',
    reach: async (a) => {
      await a.standsAt('name');
      await a.page.goto('/check');
    },
  },
  {
    name: 'ssn-held',
    heading: 'ssn',
    reach: async (a) => {
      await a.standsAt('check');
      await a.page.goto('/ssn');
    },
  },
  {
    name: 'why-open',
    heading: 'ssn',
    reach: async (a) => {
      await a.standsAt('ssn');
      await a.page.locator('summary').click();
    },
  },
  {
    name: 'fill-in',
    heading: 'fillIn',
    reach: async (a) => {
      await a.standsAt('name');
      await a.link('usePhone').click();
    },
  },
  {
    name: 'fill-in-mistakes',
    heading: 'fillIn',
    reach: async (a) => {
      await a.standsAt('name');
      await a.link('usePhone').click();
      await a.button('textMe').click();
    },
  },
  {
    name: 'code',
    heading: 'code',
    reach: async (a) => {
      await a.is(KNOWN).standsAt('name');
      await a.asksForACode();
    },
  },
  {
    name: 'code-mistakes',
    heading: 'code',
    reach: async (a) => {
      await a.is(KNOWN).standsAt('name');
      await a.asksForACode();
      await a.entersCode(CODES.wrong);
    },
  },
  {
    name: 'ssn-filled-in',
    heading: 'ssn',
    reach: async (a) => {
      await a.is(KNOWN).standsAt('name');
      await a.asksForACode();
      await a.entersCode(CODES.right);
    },
  },
  {
    name: 'name-unfilled',
    heading: 'name',
    reach: async (a) => {
      await a.is({ ...KNOWN, phone: UNKNOWN_PHONE }).standsAt('name');
      await a.asksForACode();
      await a.entersCode(CODES.right);
    },
  },
  {
    name: 'no-ssn',
    heading: 'noSsn',
    reach: async (a) => {
      await a.standsAt('ssn');
      await a.page.goto('/no-ssn');
    },
  },
  {
    name: 'too-young',
    heading: 'tooYoung',
    reach: async (a) => {
      await a.is({ born: ['1', '1', `${new Date().getFullYear() - 15}`] }).standsAt('birth');
      await a.fills('birth');
      await a.sends('birth');
    },
  },
  {
    name: 'not-served',
    heading: 'notServed',
    reach: async (a) => {
      await a.is({ state: 'HI', postal: '96813' }).standsAt('address');
      await a.fills('address');
      await a.sends('address');
    },
  },
  {
    name: 'check-sent-back',
    heading: 'check',
    reach: async (a) => {
      await a.meets({ error: 400 });
      await a.standsAt('check');
      await a.sends('check');
      await a.sees('ssn');
      await a.goesOnTo('check');
    },
  },
  {
    name: 'come-back',
    heading: 'comeBack',
    reach: async (a) => {
      await a.standsAt('contact');
      await a.isSignedOut();
      await a.page.goto('/contact');
    },
  },
  {
    name: 'come-back-mistakes',
    heading: 'comeBack',
    reach: async (a) => {
      await a.standsAt('contact');
      await a.isSignedOut();
      await a.page.goto('/contact');
      await a.is({ born: ['3', '28', '1990'] }).fills('birth');
      await a.button('goOn').click();
    },
  },
  { name: 'how-back', heading: 'howBack', reach: (a) => a.page.goto('/return?notice=ended') },
  { name: 'missing', heading: 'missing', provokes: SAYS_STATUS(404), reach: (a) => a.page.goto('/nowhere') },
  {
    name: 'forged',
    heading: 'forged',
    provokes: SAYS_STATUS(403),
    reach: async (a) => {
      await a.standsAt('name');
      await a.page.locator('form#step [name=csrf]').evaluate((e: HTMLInputElement) => (e.value = 'forged'));
      await a.sends('name');
    },
  },
];

/** The states after handing in, by what the upstream is made to say. */
const outcomes: Scene[] = [
  outcome('approved', () => undefined),
  outcome('denied', (a) => void a.is({ born: BORN.denied })),
  outcome('manual', (a) => void a.is(BY_HAND)),
  outcome('documents', (a) => void a.is({ born: BORN.documentsApproved })),
  // Longer than anybody waits for an answer, so that none comes while the page is looked at.
  outcome('submitting', (_, s) => s.fault('start', { latency: 60_000 })),
  outcome('trouble', (_, s) => s.fault('start', { 'rate-limited': 120 })),
  outcome('processing', async (_, s) => {
    await s.fault('start', 'unknown-decision');
    await s.fault('status', 'unknown-decision');
  }),
  {
    name: 'underReview',
    heading: 'underReview',
    reach: async (a, s) => {
      await a.is({ born: BORN.documentsApproved }).applies();
      await a.sees('documents');
      await s.handIn(a.person.email);
      await a.comesTo('underReview');
    },
  },
  outcome('provisioning', async (_, s) => {
    await s.fault('start', 'approved-without-ids');
    await s.fault('status', 'approved-without-ids');
  }),
  outcome('resubmit', async (a) => {
    await a.is({ born: BORN.documentsApproved }).meets('unknown-decision'); // its link is lost
  }),
  // This one's alone: it is a line in the log, whoever else meets it.
  { ...outcome('parked', (a) => a.meets({ error: 403 })), provokes: [/ERROR .*the upstream refuses us/] },
  {
    name: 'out',
    heading: 'out',
    reach: async (a) => {
      await a.is({ born: BORN.documentsApproved }).meets('unknown-decision', 3); // each time the link is lost
      await a.applies();
      for (let more = 2; more > 0; more -= 1) {
        await a.sees('resubmit');
        await a.renews();
      }
    },
  },
  renewal('renew', (a) => a.link('newLink').click()),
  renewal('renew-mistakes', async (a) => {
    await a.link('newLink').click();
    await a.sees('renew');
    await a.button('newLinkButton').click();
  }),
];

function outcome(heading: Heading, prepare: (a: Applicant, s: Sandbox) => Promise<unknown> | void): Scene {
  return {
    name: heading,
    heading,
    reach: async (applicant, sandbox) => {
      await prepare(applicant, sandbox);
      await applicant.applies();
    },
  };
}

function renewal(name: string, go: (a: Applicant) => Promise<unknown>): Scene {
  return {
    name,
    heading: 'renew',
    reach: async (applicant) => {
      await applicant.is({ born: BORN.documentsApproved }).meets('unknown-decision');
      await applicant.applies();
      await applicant.sees('resubmit');
      await go(applicant);
    },
  };
}

export const SCENES: Scene[] = [...steps, ...mistakes, ...beside, ...outcomes];

/** Goes to a scene and waits until it stands. */
export async function enter(scene: Scene, applicant: Applicant, sandbox: Sandbox): Promise<void> {
  await scene.reach(applicant, sandbox);
  await applicant.sees(scene.heading);
}
