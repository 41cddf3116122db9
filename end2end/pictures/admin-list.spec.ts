// Screenshots of the admin with many cases: the list with rows of every kind, filters, search, a parked case, the
// export and the dashboard. Beside those of the gallery: test-results/pictures/<device>-<scheme>/.
import type { Page } from '@playwright/test';
import { signInAs } from '../support/admin';
import type { Applicant } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BORN, MANUAL_REVIEW, person, type Person } from '../support/people';
import type { Sandbox } from '../support/sandbox';
import type { Server } from '../support/server';
import type { Heading } from '../support/words';

interface Row {
  details?: Partial<Person>;
  /** Faults injected before this person applies. */
  prepare?: (sandbox: Sandbox) => Promise<void>;
  /** Page to wait for after submission. */
  until?: Heading;
}

const LONG = { given: 'Maximiliana Konstantina', family: 'Wolfeschlegelsteinhausen-Bergerdorff' };
const APPLICATIONS: Row[] = [
  {},
  { details: { ...LONG, email: 'maximiliana.konstantina.wolfeschlegelsteinhausen@correspondence.example.com' } },
  { details: { given: 'José', family: 'Ñáñez' } },
  { details: { given: 'Siobhán', family: 'O’Brien' } },
  { details: { born: BORN.denied } },
  { details: { born: BORN.denied, given: 'Li', family: 'Wu' } },
  { details: { born: BORN.documentsApproved } },
  { details: { born: BORN.documentsDenied } },
  { details: { born: BORN.documentsApproved }, until: 'documents' },
  { details: MANUAL_REVIEW },
  { details: { ...MANUAL_REVIEW, middle: 'Ann' } },
  { details: { born: BORN.documentsApproved }, prepare: (s) => s.fault('start', 'unknown-decision', 1), until: 'resubmit' },
  { prepare: (s) => s.fault('start', 'drop-after', 1), until: 'parked' },
];
/** Applications during a fault of every status poll. */
const DELAYED: Row[] = [
  { prepare: (s) => s.fault('start', 'unknown-decision', 1) },
  { prepare: (s) => s.fault('start', 'approved-without-ids', 1) },
  { prepare: (s) => s.fault('start', { error: 403 }, 1), until: 'parked' },
  { prepare: (s) => s.fault('start', { 'rate-limited': 120 }, 1) },
];
const UNFINISHED = ['consent', 'birth', 'ssn', 'check'] as const;

/** Another person on the same device, without the cookies of the previous one. */
async function nextApplicant(applicant: Applicant, is: Partial<Person> = {}): Promise<Applicant> {
  // An open status page would poll without its session.
  await applicant.page.goto('about:blank');
  await applicant.page.context().clearCookies();
  return applicant.onPage(applicant.page, person(is));
}

/** Creates all applications, one after the other, one of them in document review. Returns the reference of the last
 *  parked case. */
async function createApplications(applicant: Applicant, sandbox: Sandbox): Promise<string> {
  const { page } = applicant;
  let parked = '';
  const create = async ({ details, prepare, until }: Row): Promise<void> => {
    const who = await nextApplicant(applicant, details);
    await prepare?.(sandbox);
    await who.postApplication();
    if (until) {
      await page.goto('/status');
      await who.expectPage(until, { timeout: 20_000 });
    }
    if (until === 'parked') parked = await page.locator('.reference strong').innerText();
    if (until === 'documents') {
      await sandbox.submitDocuments(who.person.email);
      await who.expectPage('underReview', { timeout: 20_000 });
    }
  };
  for (const row of APPLICATIONS) await create(row);
  await sandbox.fault('status', { error: 503 });
  for (const row of DELAYED) await create(row);
  for (const step of UNFINISHED) await (await nextApplicant(applicant)).postStepsBefore(step);
  return parked;
}

/** Changes three cases: one is claimed, one is assigned to a reviewer with a long name, one gets an override
 *  request. */
async function editCases(admin: Page, server: Server): Promise<void> {
  const long = `annemarie.featherstonehaugh.${process.pid}`;
  server.runTask('reviewer', 'add', long, 'reviewer');
  await admin.goto('/admin');
  const opens = (state: string) => admin.locator('.cases tr', { hasText: state }).first().locator('th a').click();
  await opens('Manual review');
  await admin.getByRole('button', { name: 'Assign to me' }).click();
  await admin.goto('/admin');
  await opens('Documents in review');
  await admin.getByLabel('Assign to').selectOption(long);
  await admin.getByRole('button', { name: 'Assign', exact: true }).click();
  await admin.goto('/admin');
  await opens('Denied');
  await admin.getByText('Request an override').click();
  await admin.getByLabel('Reason for the override').fill('the name was misspelled');
  await admin.getByRole('button', { name: 'Should be approved' }).click();
}

test('admin list @gallery', async ({ applicant, sandbox, server, newDevice, pageErrors }, { project }) => {
  test.slow();
  pageErrors.expect(/ERROR .*(the provider rejects our credentials|an application needs the operator)/);
  const parked = await createApplications(applicant, sandbox);
  const last = await nextApplicant(applicant);
  await last.postApplication();
  const admin = await newDevice();
  await signInAs(server, admin.context(), 'administrator');
  await editCases(admin, server);

  let number = 0;
  const take = async (name: string, fullPage = true): Promise<void> => {
    const path = `test-results/pictures/${project.name}/list-${String((number += 1)).padStart(2, '0')}-${name}.png`;
    await admin.screenshot({ path, fullPage });
  };
  await admin.goto('/admin');
  await expect(admin.locator('.cases tbody tr')).toHaveCount(APPLICATIONS.length + DELAYED.length + UNFINISHED.length + 1);
  await take('rows');
  await admin.keyboard.press('j');
  await admin.keyboard.press('j');
  await take('row-chosen', false);
  await admin.keyboard.press('?');
  await expect(admin.getByRole('dialog')).toBeVisible();
  await take('keys', false);
  await admin.keyboard.press('Escape');
  // On a phone the filters are folded.
  const unfold = async () => {
    const fold = admin.locator('.fold summary');
    if (await fold.isVisible()) await fold.click();
  };
  await unfold();
  await admin.locator('.pick summary').click();
  await admin.getByRole('checkbox', { name: /^Manual review/ }).check();
  await admin.getByRole('checkbox', { name: /^Documents in review/ }).check();
  await take('filter-open');
  // On a phone the open list covers the button.
  await admin.locator('.pick summary').click();
  await admin.getByRole('button', { name: 'Apply' }).click();
  await expect(admin.locator('.cases tbody tr')).toHaveCount(3);
  await take('filtered');
  await unfold();
  await admin.getByLabel('Decision').selectOption('Denied');
  await admin.getByRole('button', { name: 'Apply' }).click();
  await expect(admin.locator('.empty')).toBeVisible();
  await take('none');
  await admin.goto('/admin');
  await admin.getByRole('searchbox').fill(last.person.email);
  await admin.getByRole('button', { name: 'Search' }).click();
  await expect(admin.locator('.cases tbody tr')).toHaveCount(1);
  await take('found');
  await admin.goto('/admin?state=parked&state=denied&age=day&whose=nobody');
  await admin.getByRole('link', { name: 'Export' }).click();
  await take('export');
  await admin.goto(`/admin/case/${parked}`);
  await take('parked');
  await admin.getByRole('button', { name: 'Release the case' }).click();
  await take('parked-without-reason');
  for (const days of ['7', '90']) {
    await admin.goto(`/admin/overview?days=${days}`);
    if (days === '7') for (const details of await admin.locator('.figures summary').all()) await details.click();
    await take(`overview-${days}`);
  }
});
