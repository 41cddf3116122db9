// Somebody who applies: one verb for each thing a person does.
import { expect, type Locator, type Page } from '@playwright/test';
import { post } from './forms';
import type { Person } from './people';
import type { FaultKind, Sandbox } from './sandbox';
import { WORDS, type Heading, type Tongue, type Words } from './words';

/** The steps in their order, with their addresses. */
export const STEPS = {
  consent: '/agreement',
  name: '/name',
  birth: '/date-of-birth',
  contact: '/contact',
  address: '/address',
  ssn: '/ssn',
  check: '/check',
} as const;
export type Step = keyof typeof STEPS;
const ORDER = Object.keys(STEPS) as Step[];

export class Applicant {
  constructor(
    readonly page: Page,
    readonly sandbox: Sandbox,
    public person: Person,
    readonly tongue: Tongue,
  ) {}

  get words(): Words {
    return WORDS[this.tongue];
  }

  is(but: Partial<Person>): this {
    this.person = { ...this.person, ...but };
    return this;
  }

  /** So many of this person's starts, and of nobody else's, meet with a fault upstream. Once it is said who they are. */
  meets(kind: FaultKind, times = 1): Promise<void> {
    return this.sandbox.fault('start', kind, times, this.person.email);
  }

  /** The same person in another tab, or somebody else on another device. */
  in(page: Page, person: Person = this.person): Applicant {
    return new Applicant(page, this.sandbox, person, this.tongue);
  }

  field(name: Exclude<keyof Words, 'h1' | 'agree'>): Locator {
    return this.page.getByLabel(this.words[name], { exact: true });
  }

  button(name: 'start' | 'agreeButton' | 'continue' | 'submit' | 'tryAgain' | 'checkNow' | 'newLinkButton' | 'goOn' | 'stay' | 'getLink' | 'textMe'): Locator {
    return this.page.getByRole('button', { name: this.words[name], exact: true });
  }

  link(name: 'resume' | 'seeStatus' | 'back' | 'newLink' | 'openCapture' | 'usePhone' | 'anotherCode' | 'typeMyself'): Locator {
    return this.page.getByRole('link', { name: this.words[name], exact: true });
  }

  /** Waits for a page by its heading, and until all of it is there. */
  async sees(heading: Heading, patience?: { timeout: number }): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(this.words.h1[heading], patience);
    await this.page.waitForLoadState();
  }

  /** Waits for a page that the provider's answer leads to, while the server's time passes. */
  async comesTo(heading: Heading): Promise<void> {
    await expect(async () => {
      this.sandbox.pollsAreDue();
      await this.sees(heading, { timeout: 1_500 });
    }).toPass({ intervals: [0], timeout: 60_000 });
  }

  async begins(): Promise<void> {
    await this.page.goto('/');
    await this.button('start').click();
    await this.sees('consent');
  }

  /** What the person has to say to a step, by the names of its fields. */
  private answers(step: Step): Partial<Record<keyof Person | 'month' | 'day' | 'year', string>> {
    const { given, middle, family, born, email, phone, line1, line2, city, state, postal, ssn } = this.person;
    const [month, day, year] = born;
    switch (step) {
      case 'name':
        return { given, middle, family };
      case 'birth':
        return { month, day, year };
      case 'contact':
        return { email, phone };
      case 'address':
        return { line1, line2, city, state, postal };
      case 'ssn':
        return { ssn };
      case 'consent':
      case 'check':
        return {};
    }
  }

  /** Fills in a step without handing it in. */
  async fills(step: Step): Promise<void> {
    if (step === 'consent') await this.page.getByRole('checkbox', { name: this.words.agree }).check();
    for (const [name, value] of Object.entries(this.answers(step))) {
      await this.field(name as Parameters<Applicant['field']>[0]).fill(value);
    }
  }

  /** Presses the one button of a step. */
  async sends(step: Step): Promise<void> {
    await this.submitter(step).click();
  }

  submitter(step: Step): Locator {
    if (step === 'consent') return this.button('agreeButton');
    return step === 'check' ? this.button('submit') : this.button('continue');
  }

  /** Answers all before a step without having drawn a page. */
  async hasAnswered(step: Step): Promise<void> {
    const http = this.page.context().request;
    await post(http, '/', {});
    for (const name of ORDER.slice(0, ORDER.indexOf(step))) {
      const to = await post(http, STEPS[name], name === 'consent' ? { agreed: 'yes' } : this.answers(name));
      const next = ORDER[ORDER.indexOf(name) + 1];
      if (to !== (next && STEPS[next])) throw new Error(`${name} led to ${to}`);
    }
  }

  /** The same to the end: hands in. */
  async hasApplied(): Promise<void> {
    await this.hasAnswered('check');
    const to = await post(this.page.context().request, STEPS.check, {});
    if (to !== '/status') throw new Error(`handing in led to ${to}`);
  }

  /** Stands at a step with all before it answered, without having drawn their pages. */
  async standsAt(step: Step): Promise<void> {
    await this.hasAnswered(step);
    await this.page.goto(STEPS[step]);
    await this.sees(step);
  }

  /** Fills in and hands in the steps before one, from the first page. */
  async reaches(step: Step): Promise<void> {
    await this.begins();
    await this.goesOnTo(step);
  }

  /** The same from the step that is open. */
  async goesOnTo(step: Step): Promise<void> {
    const open = (): number => ORDER.findIndex((name) => new URL(this.page.url()).pathname === STEPS[name]);
    // Whatever led here may still be on its way.
    await expect.poll(open, 'a step is open').toBeGreaterThanOrEqual(0);
    for (const name of ORDER.slice(open(), ORDER.indexOf(step))) {
      await this.sees(name);
      await this.fills(name);
      await this.sends(name);
    }
    await this.sees(step);
  }

  /** The whole way in the browser, up to and with handing in. */
  async walks(): Promise<void> {
    await this.reaches('check');
    await this.sends('check');
    await this.page.waitForURL('**/status');
  }

  /** Hands in a whole application, with the answers given beforehand. */
  async applies(): Promise<void> {
    await this.standsAt('check');
    await this.sends('check');
    await this.page.waitForURL('**/status');
  }

  /** Asks for a code to the phone, from the page of the name. */
  async asksForACode(): Promise<void> {
    await this.link('usePhone').click();
    await this.sees('fillIn');
    await this.fills('birth');
    await this.field('phone').fill(this.person.phone);
    await this.button('textMe').click();
  }

  /** Types a code in. */
  async entersCode(code: string): Promise<void> {
    await this.sees('code');
    await this.field('code').fill(code);
    await this.button('continue').click();
  }

  /** Asks for a new link, with the number entered again. */
  async renews(): Promise<void> {
    await this.link('newLink').click();
    await this.sees('renew');
    await this.field('ssn').fill(this.person.ssn);
    await this.button('newLinkButton').click();
    await this.page.waitForURL('**/status');
  }

  /** Loses the session, as it ends by itself after a while; the device keeps its return link. */
  async isSignedOut(): Promise<void> {
    await this.page.context().clearCookies({ name: 'vestibule-session' });
  }

  /** The return link on the page that is open. */
  async returnLink(): Promise<string> {
    return this.page.locator('#return-link').innerText();
  }

  /** Goes through the capture page, on whatever page it is opened. */
  async photographs(on: Page, url: string): Promise<void> {
    await on.goto(url);
    for (const name of ['Use a sample of the front', 'Use a sample of the back', 'Hand in']) {
      await on.getByRole('button', { name }).click();
    }
    await expect(on.getByRole('heading', { name: 'Your photos were handed in' })).toBeVisible();
  }

  async captureUrl(): Promise<string> {
    const url = await this.page.getByRole('link', { name: this.words.openCapture }).getAttribute('href');
    expect(url, 'the capture link').toContain('/capture/');
    return url ?? '';
  }

  /** Asks again by hand until a heading is there: for pages without a script. Each time the server's clock moves
   *  past the five seconds within which it would not ask the provider again, unless told otherwise. */
  async asksUntil(heading: Heading, seconds = 6): Promise<void> {
    await expect(async () => {
      this.sandbox.pollsAreDue(seconds);
      // The page may have gone on meanwhile, to one that has nothing to ask.
      await this.button('checkNow').click({ timeout: 5_000 }).catch(() => undefined);
      await this.sees(heading, { timeout: 1_500 });
    }).toPass({ intervals: [0], timeout: 60_000 });
  }
}
