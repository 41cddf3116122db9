// What is done about a case beyond writing: the upstream asked now, a parked case let go on, a case given to a colleague,
// a request to overrule turned down; with and without JavaScript.
import type { Page } from '@playwright/test';
import { claims, colleague, type Colleague } from '../support/desk';
import { faults } from '../support/desk-looks';
import { expect, test } from '../support/fixtures';
import type { Applicant } from '../support/applicant';
import { BY_HAND } from '../support/people';
import type { Sandbox } from '../support/sandbox';
import type { Server } from '../support/server';
import type { Watch } from '../support/page-errors';

/** The case on an applicant's page, which is left, so that from here on only the desk asks upstream. */
async function leaves({ page }: Applicant): Promise<string> {
  const reference = await page.locator('.reference strong').innerText();
  await page.goto('about:blank');
  return reference;
}

/** Somebody at the desk, with a case open before them. */
async function opens(desk: Page, server: Server, reference: string): Promise<Colleague> {
  const who = await colleague(server, desk.context(), 'reviewer');
  await desk.goto(`/admin/case/${reference}`);
  return who;
}

/** Somebody whose details the upstream does not take from us, until it does again. */
async function isParked(applicant: Applicant, sandbox: Sandbox, watch: Watch): Promise<string> {
  watch.expect(/ERROR .*the upstream refuses us/);
  await applicant.meets({ error: 403 }, 10);
  await applicant.applies();
  await applicant.sees('parked');
  const reference = await leaves(applicant);
  await sandbox.mend();
  return reference;
}

const marks = (desk: Page) => desk.locator('.case-marks');
const line = (desk: Page, what: string) => desk.locator('.trail > li').filter({ hasText: what });

test.describe('about a case', { tag: ['@desktop', '@no-js'] }, () => {
  test('the upstream is asked now, and what it decided meanwhile stands there', async ({ server, applicant, sandbox, elsewhere, javaScriptEnabled }) => {
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    const reference = await leaves(applicant);
    const desk = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    const { name } = await opens(desk, server, reference);
    await sandbox.decide(applicant.person.email, 'denied');
    await desk.reload();
    await expect(marks(desk), 'nobody has asked').toContainText('Manual review');
    await desk.getByRole('button', { name: 'Ask now' }).click();
    await expect(desk.getByRole('status').first()).toContainText('The upstream is asked');
    // Within five seconds of the last poll, the next one waits for them to be over.
    await expect(async () => {
      sandbox.pollsAreDue(6);
      await desk.reload();
      await expect(marks(desk)).toContainText('Decision: Denied', { timeout: 500 });
    }).toPass({ intervals: [500], timeout: 60_000 });
    await expect(line(desk, 'Had the upstream asked').first()).toContainText(name);
    await expect(line(desk, 'Upstream answered').last().locator('.moved')).toContainText(/Manual review.*Denied/);
    await expect(desk.getByRole('button', { name: 'Ask now' }), 'there is nothing left to ask').toHaveCount(0);
    await applicant.page.goto('/status');
    await applicant.sees('denied');
  });

  test('a parked one is let go on by whoever says why', async ({ server, applicant, sandbox, elsewhere, watch, javaScriptEnabled }) => {
    const reference = await isParked(applicant, sandbox, watch);
    const desk = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    const { name } = await opens(desk, server, reference);
    await expect(marks(desk)).toContainText('Parked');
    await expect(desk.locator('.case-facts')).toContainText('the upstream refuses our credentials');
    const panel = desk.getByRole('region', { name: 'Release' });
    await panel.getByLabel('Upstream’s id, if known').fill('two words');
    await panel.getByRole('button', { name: 'Release the case' }).click();
    await expect(desk).toHaveTitle(/^Error: /);
    await expect(desk.getByRole('alert')).toContainText('Enter the id as the upstream writes it');
    await expect(panel.getByLabel('Upstream’s id, if known'), 'what was typed is kept').toHaveValue('two words');
    await panel.getByLabel('Upstream’s id, if known').fill('');
    await panel.getByRole('button', { name: 'Release the case' }).click();
    await expect(desk.getByRole('alert')).not.toContainText('Enter the id');
    await desk.getByRole('alert').getByRole('link', { name: 'Enter a reason of 5 to 500 characters' }).click();
    await expect(panel.getByLabel('Reason')).toBeFocused();
    await expect(marks(desk), 'nothing was done').toContainText('Parked');
    await expect(line(desk, 'Released')).toHaveCount(0);

    await panel.getByLabel('Reason').fill('The credentials are mended');
    await panel.getByRole('button', { name: 'Release the case' }).click();
    await expect(desk.getByRole('status').first()).toContainText('The case goes on');
    await expect(line(desk, 'Released')).toContainText(name);
    await expect(line(desk, 'Released').locator('.written')).toHaveText('The credentials are mended');
    await expect(async () => {
      await desk.reload();
      await expect(marks(desk)).toContainText('Decision: Approved', { timeout: 500 });
    }).toPass({ intervals: [250], timeout: 60_000 });
    expect(await sandbox.inquiries(applicant.person.email), 'as one inquiry').toHaveLength(1);
    await applicant.page.goto('/status');
    await applicant.sees('approved');
    await expect(applicant.page.locator('body')).not.toContainText('credentials');
  });

  test('a colleague is given it, and finds it among theirs', async ({ server, applicant, elsewhere, javaScriptEnabled }) => {
    await applicant.is(BY_HAND).applies();
    await applicant.sees('manual');
    const reference = await leaves(applicant);
    const theirs = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    const john = await colleague(server, theirs.context(), 'reviewer');
    const desk = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    const jane = await opens(desk, server, reference);
    await claims(desk);
    await expect(line(desk, 'Assigned').last()).toContainText(`nobody → ${jane.name}`);
    await theirs.goto('/admin?whose=me');
    await expect(theirs.locator('.cases tbody tr')).toHaveCount(0);

    await expect(desk.getByLabel('Assign to')).toHaveValue(/./);
    await desk.getByLabel('Assign to').selectOption(john.name);
    await desk.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(line(desk, 'Assigned').last()).toContainText(`${jane.name} → ${john.name}`);
    await expect(desk.getByRole('status').first()).toContainText('assigned as you wished');
    await expect(line(desk, 'Assigned').last().locator('.trail-who')).toContainText(jane.name);
    await expect(desk.locator('.case-facts')).toContainText(john.name);
    await theirs.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Mine/ }).click();
    await expect(theirs.locator('.views [aria-current=page]')).toHaveText(/^Mine 1$/);
    const row = theirs.locator('.cases tbody tr');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(john.name);
    await row.getByRole('link', { name: reference }).click();
    await theirs.getByRole('button', { name: 'Give it up' }).click();
    await expect(line(theirs, 'Assigned').last()).toContainText(`${john.name} → nobody`);
  });

  test('what one wants overruled another turns down, and it may be asked for again', async ({ server, applicant, elsewhere, javaScriptEnabled }) => {
    await applicant.applies();
    await applicant.sees('approved');
    const reference = await leaves(applicant);
    const desk = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    const jane = await opens(desk, server, reference);
    await desk.getByText('Ask to overrule').click();
    await desk.getByLabel('Reason to overrule').fill('the passport is a forgery');
    await desk.getByRole('button', { name: 'Should be denied' }).click();
    await expect(marks(desk)).toContainText('A reviewer wants it overruled');

    const other = await elsewhere({ javaScriptEnabled: javaScriptEnabled ?? true });
    const john = await opens(other, server, reference);
    await other.getByRole('button', { name: 'Turn down' }).click();
    await other.getByRole('alert').getByRole('link', { name: 'Enter a reason of 5 to 500 characters' }).click();
    await expect(other.getByLabel('Reason for your answer')).toBeFocused();
    await expect(other.locator('.wanted')).toContainText('Waits for a second reviewer');
    await other.getByLabel('Reason for your answer').fill('the watermark is there');
    await other.getByRole('button', { name: 'Turn down' }).click();
    const wanted = other.locator('.wanted > li');
    await expect(wanted).toContainText('Turned down by a second reviewer');
    await expect(wanted.locator('.wanted-who')).toContainText([jane.name, john.name]);
    await expect(wanted.locator('.written')).toHaveText(['the passport is a forgery', 'the watermark is there']);
    await expect(line(other, 'Overruling turned down')).toContainText(john.name);
    await expect(marks(other)).not.toContainText('overruled');
    await expect(marks(other)).toContainText('Decision: Approved');
    await desk.reload();
    await desk.getByText('Ask to overrule').click();
    await expect(desk.getByRole('button', { name: 'Should be denied' })).toBeVisible();
  });
});

test.describe('about a case, with a script', { tag: '@desktop' }, () => {
  test('there is nothing wrong with the looks of a parked one, nor of one that was let go on', async ({ server, applicant, sandbox, elsewhere, watch }) => {
    const reference = await isParked(applicant, sandbox, watch);
    const desk = await elsewhere();
    await opens(desk, server, reference);
    await expect(desk.getByRole('region', { name: 'Release' })).toBeVisible();
    expect(await faults(desk), 'parked').toEqual([]);
    await desk.getByRole('button', { name: 'Release the case' }).click();
    await expect(desk.getByRole('alert')).toBeVisible();
    expect(await faults(desk), 'without a reason').toEqual([]);
    await desk.getByRole('region', { name: 'Release' }).getByLabel('Reason').fill('The credentials are mended');
    await desk.getByRole('button', { name: 'Release the case' }).click();
    await expect(line(desk, 'Released')).toHaveCount(1);
    expect(await faults(desk), 'let go on').toEqual([]);
  });
});
