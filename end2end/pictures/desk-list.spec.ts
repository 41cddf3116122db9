// Pictures of a busy morning at the desk: the list with rows of every kind, what narrows it down and finds in it, a
// parked case, the export and the overview; beside the gallery's: test-results/pictures/<device>-<scheme>/.
import type { Page } from '@playwright/test';
import { colleague } from '../support/desk';
import type { Applicant } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BORN, BY_HAND, person, type Person } from '../support/people';
import type { Sandbox } from '../support/sandbox';
import type { Server } from '../support/server';
import type { Heading } from '../support/words';

interface Row {
  is?: Partial<Person>;
  /** What befalls them on the way. */
  meets?: (sandbox: Sandbox) => Promise<void>;
  /** The page that they look at until it says so. */
  until?: Heading;
}

const LONG = { given: 'Maximiliana Konstantina', family: 'Wolfeschlegelsteinhausen-Bergerdorff' };
const MORNING: Row[] = [
  {},
  { is: { ...LONG, email: 'maximiliana.konstantina.wolfeschlegelsteinhausen@correspondence.example.com' } },
  { is: { given: 'José', family: 'Ñáñez' } },
  { is: { given: 'Siobhán', family: 'O’Brien' } },
  { is: { born: BORN.denied } },
  { is: { born: BORN.denied, given: 'Li', family: 'Wu' } },
  { is: { born: BORN.documentsApproved } },
  { is: { born: BORN.documentsDenied } },
  { is: { born: BORN.documentsApproved }, until: 'documents' },
  { is: BY_HAND },
  { is: { ...BY_HAND, middle: 'Ann' } },
  { is: { born: BORN.documentsApproved }, meets: (s) => s.fault('start', 'unknown-decision', 1), until: 'resubmit' },
  { meets: (s) => s.fault('start', 'drop-after', 1), until: 'parked' },
];
/** While the upstream is out of order for everybody. */
const TROUBLE: Row[] = [
  { meets: (s) => s.fault('start', 'unknown-decision', 1) },
  { meets: (s) => s.fault('start', 'approved-without-ids', 1) },
  { meets: (s) => s.fault('start', { error: 403 }, 1), until: 'parked' },
  { meets: (s) => s.fault('start', { 'rate-limited': 120 }, 1) },
];
const BEGUN = ['consent', 'birth', 'ssn', 'check'] as const;

/** Somebody else on the same device, which has forgotten who was there before. */
async function next(applicant: Applicant, is: Partial<Person> = {}): Promise<Applicant> {
  // A page that listens must not be left without its session.
  await applicant.page.goto('about:blank');
  await applicant.page.context().clearCookies();
  return applicant.in(applicant.page, person(is));
}

/** Lets them all come in, one after the other; where the last parked one is, and a document in review. */
async function comeIn(applicant: Applicant, sandbox: Sandbox): Promise<string> {
  const { page } = applicant;
  let parked = '';
  const comes = async ({ is, meets, until }: Row): Promise<void> => {
    const who = await next(applicant, is);
    await meets?.(sandbox);
    await who.hasApplied();
    if (until) {
      await page.goto('/status');
      await who.sees(until, { timeout: 20_000 });
    }
    if (until === 'parked') parked = await page.locator('.reference strong').innerText();
    if (until === 'documents') {
      await sandbox.handIn(who.person.email);
      await who.sees('underReview', { timeout: 20_000 });
    }
  };
  for (const row of MORNING) await comes(row);
  await sandbox.fault('status', { error: 503 });
  for (const row of TROUBLE) await comes(row);
  for (const step of BEGUN) await (await next(applicant)).hasAnswered(step);
  return parked;
}

/** Does a few things to the rows: one is mine, one a colleague's with a long name, one is to be overruled. */
async function work(desk: Page, server: Server): Promise<void> {
  const long = `annemarie.featherstonehaugh.${process.pid}`;
  server.task('reviewer', 'add', long, 'reviewer');
  await desk.goto('/admin');
  const opens = (state: string) => desk.locator('.cases tr', { hasText: state }).first().locator('th a').click();
  await opens('Manual review');
  await desk.getByRole('button', { name: 'Claim it' }).click();
  await desk.goto('/admin');
  await opens('Documents in review');
  await desk.getByLabel('Assign to').selectOption(long);
  await desk.getByRole('button', { name: 'Assign', exact: true }).click();
  await desk.goto('/admin');
  await opens('Denied');
  await desk.getByText('Ask to overrule').click();
  await desk.getByLabel('Reason to overrule').fill('the name was misspelt upstream');
  await desk.getByRole('button', { name: 'Should be approved' }).click();
}

test('a busy morning @gallery', async ({ applicant, sandbox, server, elsewhere, watch }, { project }) => {
  test.slow();
  watch.expect(/ERROR .*the upstream refuses us/);
  const parked = await comeIn(applicant, sandbox);
  const last = await next(applicant);
  await last.hasApplied();
  const desk = await elsewhere();
  await colleague(server, desk.context(), 'administrator');
  await work(desk, server);

  let number = 0;
  const take = async (name: string, fullPage = true): Promise<void> => {
    const path = `test-results/pictures/${project.name}/list-${String((number += 1)).padStart(2, '0')}-${name}.png`;
    await desk.screenshot({ path, fullPage });
  };
  await desk.goto('/admin');
  await expect(desk.locator('.cases tbody tr')).toHaveCount(MORNING.length + TROUBLE.length + BEGUN.length + 1);
  await take('rows');
  await desk.keyboard.press('j');
  await desk.keyboard.press('j');
  await take('row-chosen', false);
  await desk.keyboard.press('?');
  await expect(desk.getByRole('dialog')).toBeVisible();
  await take('keys', false);
  await desk.keyboard.press('Escape');
  // On a phone the filters are folded.
  const unfold = async () => {
    const fold = desk.locator('.fold summary');
    if (await fold.isVisible()) await fold.click();
  };
  await unfold();
  await desk.locator('.pick summary').click();
  await desk.getByRole('checkbox', { name: /^Manual review/ }).check();
  await desk.getByRole('checkbox', { name: /^Documents in review/ }).check();
  await take('filter-open');
  // On a phone it lies upon the button.
  await desk.locator('.pick summary').click();
  await desk.getByRole('button', { name: 'Apply' }).click();
  await expect(desk.locator('.cases tbody tr')).toHaveCount(3);
  await take('filtered');
  await unfold();
  await desk.getByLabel('Decision').selectOption('Denied');
  await desk.getByRole('button', { name: 'Apply' }).click();
  await expect(desk.locator('.empty')).toBeVisible();
  await take('none');
  await desk.goto('/admin');
  await desk.getByRole('searchbox').fill(last.person.email);
  await desk.getByRole('button', { name: 'Search' }).click();
  await expect(desk.locator('.cases tbody tr')).toHaveCount(1);
  await take('found');
  await desk.goto('/admin?state=parked&state=denied&age=day&whose=nobody');
  await desk.getByRole('link', { name: 'Export' }).click();
  await take('export');
  await desk.goto(`/admin/case/${parked}`);
  await take('parked');
  await desk.getByRole('button', { name: 'Release the case' }).click();
  await take('parked-without-reason');
  for (const days of ['7', '90']) {
    await desk.goto(`/admin/overview?days=${days}`);
    if (days === '7') for (const details of await desk.locator('.figures summary').all()) await details.click();
    await take(`overview-${days}`);
  }
});
