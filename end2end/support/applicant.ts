// Page object of an applicant in the browser.
import { expect, type Locator, type Page } from '@playwright/test';
import { post } from './forms';
import type { Person } from './people';
import type { FaultKind, Sandbox } from './sandbox';
import { WORDS, type Heading, type Language, type Words } from './words';

/** Wizard steps in their order, with their paths. */
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
    readonly language: Language,
  ) {}

  get words(): Words {
    return WORDS[this.language];
  }

  withDetails(changes: Partial<Person>): this {
    this.person = { ...this.person, ...changes };
    return this;
  }

  /** Injects a fault into the next `times` start requests of this applicant only. Call it after the email address
   *  is set. */
  injectStartFault(kind: FaultKind, times = 1): Promise<void> {
    return this.sandbox.fault('start', kind, times, this.person.email);
  }

  /** Same applicant on another page, or another person on another device. */
  onPage(page: Page, person: Person = this.person): Applicant {
    return new Applicant(page, this.sandbox, person, this.language);
  }

  field(name: Exclude<keyof Words, 'h1' | 'agree'>): Locator {
    return this.page.getByLabel(this.words[name], { exact: true });
  }

  button(name: 'start' | 'agreeButton' | 'continue' | 'submit' | 'tryAgain' | 'checkNow' | 'newLinkButton' | 'goOn' | 'stay' | 'getLink' | 'textMe'): Locator {
    return this.page.getByRole('button', { name: this.words[name], exact: true });
  }

  link(name: 'resume' | 'seeStatus' | 'back' | 'newLink' | 'brokenLink' | 'openCapture' | 'usePhone' | 'anotherCode' | 'typeMyself'): Locator {
    return this.page.getByRole('link', { name: this.words[name], exact: true });
  }

  /** Waits for a page by its heading, then for the load event and for images that a live update added. */
  async expectPage(heading: Heading, options?: { timeout: number }): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(this.words.h1[heading], options);
    await this.page.waitForLoadState();
    // The image of a capture link is gone once the documents are submitted: a later request for it gets 404.
    for (const image of await this.page.locator('main img').all()) await expect(image).toHaveJSProperty('complete', true, options);
  }

  /** Waits for a page that follows a provider decision. Advances the server's clock, so that polls are due. */
  async waitForPage(heading: Heading): Promise<void> {
    await expect(async () => {
      this.sandbox.makePollsDue();
      await this.expectPage(heading, { timeout: 1_500 });
    }).toPass({ intervals: [0], timeout: 60_000 });
  }

  async startApplication(): Promise<void> {
    await this.page.goto('/');
    await this.button('start').click();
    await this.expectPage('consent');
  }

  /** Values of a step, by field name. */
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

  /** Fills in a step without submitting it. */
  async fillStep(step: Step): Promise<void> {
    if (step === 'consent') await this.page.getByRole('checkbox', { name: this.words.agree }).check();
    for (const [name, value] of Object.entries(this.answers(step))) {
      await this.field(name as Parameters<Applicant['field']>[0]).fill(value);
    }
  }

  /** Clicks the submit button of a step. */
  async submitStep(step: Step): Promise<void> {
    await this.submitButton(step).click();
  }

  submitButton(step: Step): Locator {
    if (step === 'consent') return this.button('agreeButton');
    return step === 'check' ? this.button('submit') : this.button('continue');
  }

  /** Posts every step before this one without rendering a page. */
  async postStepsBefore(step: Step): Promise<void> {
    const http = this.page.context().request;
    await post(http, '/', {});
    for (const name of ORDER.slice(0, ORDER.indexOf(step))) {
      const to = await post(http, STEPS[name], name === 'consent' ? { agreed: 'yes' } : this.answers(name));
      const next = ORDER[ORDER.indexOf(name) + 1];
      if (to !== (next && STEPS[next])) throw new Error(`${name} led to ${to}`);
    }
  }

  /** Posts every step and submits the application, without rendering a page. */
  async postApplication(): Promise<void> {
    await this.postStepsBefore('check');
    const to = await post(this.page.context().request, STEPS.check, {});
    if (to !== '/status') throw new Error(`submission led to ${to}`);
  }

  /** Opens a step. Posts the steps before it without rendering them. */
  async openStep(step: Step): Promise<void> {
    await this.postStepsBefore(step);
    await this.page.goto(STEPS[step]);
    await this.expectPage(step);
  }

  /** Fills in and submits every step before this one, from the first page. */
  async startAndContinueTo(step: Step): Promise<void> {
    await this.startApplication();
    await this.continueTo(step);
  }

  /** Continues from the open step up to this one. */
  async continueTo(step: Step): Promise<void> {
    const open = (): number => ORDER.findIndex((name) => new URL(this.page.url()).pathname === STEPS[name]);
    // The previous navigation may still be in progress.
    await expect.poll(open, 'a step is open').toBeGreaterThanOrEqual(0);
    for (const name of ORDER.slice(open(), ORDER.indexOf(step))) {
      await this.expectPage(name);
      await this.fillStep(name);
      await this.submitStep(name);
    }
    await this.expectPage(step);
  }

  /** Applies in the browser through every page, including submission. */
  async applyThroughEveryPage(): Promise<void> {
    await this.startAndContinueTo('check');
    await this.submitStep('check');
    await this.page.waitForURL('**/status');
  }

  /** Posts every answer by HTTP and submits the application in the browser. */
  async apply(): Promise<void> {
    await this.openStep('check');
    await this.submitStep('check');
    await this.page.waitForURL('**/status');
  }

  /** Requests a prefill code by text message, starting from the name step. */
  async requestCode(): Promise<void> {
    await this.link('usePhone').click();
    await this.expectPage('fillIn');
    await this.fillStep('birth');
    await this.field('phone').fill(this.person.phone);
    await this.button('textMe').click();
  }

  /** Enters and submits a code. */
  async enterCode(code: string): Promise<void> {
    await this.expectPage('code');
    await this.field('code').fill(code);
    await this.button('continue').click();
  }

  /** Requests a new capture link and enters the SSN again. */
  async requestNewLink(by: 'newLink' | 'brokenLink' = 'newLink'): Promise<void> {
    await this.link(by).click();
    await this.expectPage('renew');
    await this.field('ssn').fill(this.person.ssn);
    await this.button('newLinkButton').click();
    await this.page.waitForURL('**/status');
  }

  /** Deletes the session cookie, as if the session had expired. The resume cookie stays. */
  async dropSession(): Promise<void> {
    await this.page.context().clearCookies({ name: 'vestibule-session' });
  }

  /** Resume link on the open page. */
  async returnLink(): Promise<string> {
    return this.page.locator('#return-link').innerText();
  }

  /** Completes the capture page, on any page it is opened in. */
  async uploadPhotos(on: Page, url: string): Promise<void> {
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

  /** Clicks "Check again now" until a heading appears, for pages without JavaScript. Each round advances the
   *  server's clock past the five seconds in which the server does not poll again. */
  async checkAgainUntil(heading: Heading, seconds = 6): Promise<void> {
    await expect(async () => {
      this.sandbox.makePollsDue(seconds);
      // The page may have changed meanwhile to one without this button.
      await this.button('checkNow').click({ timeout: 5_000 }).catch(() => undefined);
      await this.expectPage(heading, { timeout: 1_500 });
    }).toPass({ intervals: [0], timeout: 60_000 });
  }
}
