// Shared code of the tests of hostile input: valid values of each step, detection of executed scripts, and reference
// pages. A reference page is the same page with harmless values in the same fields.
import { expect, type Page } from '@playwright/test';
import { STEPS } from './applicant';
import { post, type Http } from './forms';
import { PAYLOADS } from './payloads';
import { invalidFields, shape } from './shape';

type Typed = Record<string, string>;

/** Valid values, by field name. */
export const VALID: Record<'name' | 'birth' | 'contact' | 'address' | 'ssn', Typed> = {
  name: { given: 'Jane', middle: 'Ann', family: 'Doe' },
  birth: { month: '3', day: '27', year: '1990' },
  contact: { email: 'jane.doe@example.com', phone: '(212) 555-2368', referral: 'REF123' },
  address: { line1: '350 Fifth Avenue', line2: 'Apt 4', city: 'New York', state: 'NY', postal: '10118' },
  ssn: { ssn: '123-45-6789' },
};
export type FormStep = keyof typeof VALID;
/** Value that every field rejects. */
const INVALID = '<x>';

/** Records executed payloads and dialogs. Tests expect none. */
export async function recordExecutions(page: Page): Promise<string[]> {
  const ran: string[] = [];
  await page.context().exposeBinding('runs', ({ frame }) => void ran.push(frame.url()));
  page.on('dialog', (dialog) => {
    ran.push(`dialog at ${page.url()}`);
    void dialog.dismiss();
  });
  return ran;
}

/** Values that put the same text into every field of a step. */
export function sameTextInEveryField(step: FormStep, text: string): Typed {
  return Object.fromEntries(Object.keys(VALID[step]).map((name) => [name, text]));
}

/** Compares pages with their reference pages, which are rendered once for each set of invalid fields. */
export class ReferencePages {
  private readonly references = new Map<string, string>();

  constructor(private readonly page: Page) {}

  /** Expects the open page to have the shape of the reference page with the same invalid fields. */
  async compare(tries: string, step: FormStep): Promise<void> {
    const [seen, faults] = [await shape(this.page), await invalidFields(this.page)];
    const key = `${step} ${faults.join(' ')}`;
    if (!this.references.has(key)) this.references.set(key, await this.renderReference(step, faults));
    expect(seen, `${tries}, at ${step} with faults in ${faults.join(', ') || 'nothing'}`).toBe(this.references.get(key));
  }

  private async renderReference(step: FormStep, faults: string[]): Promise<string> {
    const typed = Object.entries(VALID[step]).map(([name, sound]) => [name, faults.includes(name) ? INVALID : sound]);
    await post(this.page.context().request, STEPS[step], Object.fromEntries(typed));
    await this.page.goto(STEPS[step]);
    expect(await invalidFields(this.page), `the reference page at ${step}`).toEqual(faults);
    return shape(this.page);
  }
}

/** Starts an application and posts every step, without rendering a page. */
export async function postAnswers(http: Http, changes: Partial<Record<FormStep, Typed>> = {}): Promise<void> {
  await post(http, '/', {});
  await post(http, STEPS.consent, { agreed: 'yes' });
  for (const step of Object.keys(VALID) as FormStep[]) {
    const typed = { ...VALID[step], ...changes[step] };
    const to = await post(http, STEPS[step], typed);
    if (to === STEPS[step]) throw new Error(`${step} was refused`);
  }
}

export { PAYLOADS };
