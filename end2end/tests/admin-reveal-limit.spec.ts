// A reviewer exceeds the daily limit of revealed fields, on a server that allows one.
import { axeBuilder } from '../support/axe';
import { signInAs } from '../support/admin';
import { expect, test } from '../support/fixtures';

test.use({ settings: { VESTIBULE_DESK_REVEALS_A_DAY: '1' } });

test.describe('reveal limit', { tag: '@desktop' }, () => {
  test('limit exceeded: nothing shown, administrators see an alert until it is dismissed', async ({ context, server, applicant, newDevice }) => {
    await applicant.apply();
    const who = await signInAs(server, context, 'reviewer');
    const admin = await context.newPage();
    await admin.goto('/admin?sort=age');
    await admin.locator('.cases tbody th a').first().click();
    for (const field of ['Email address', 'Address']) {
      await admin.getByText('Show in full').click();
      await admin.getByLabel('Reason for viewing').fill('they rang about their address');
      await admin.getByRole('button', { name: field, exact: true }).click();
      await expect(admin.locator('.revealed')).toHaveCount(1);
    }
    await expect(admin.locator('.notice')).toContainText('the administrators were notified');
    await expect(admin.locator('.revealed'), 'and no more').toHaveCount(1);
    const other = await newDevice({ baseURL: server.url });
    await signInAs(server, other.context(), 'administrator');
    await other.goto('/admin');
    await expect(other.locator('.alerts')).toContainText(`${who.name} reached the daily limit`);
    const { violations } = await axeBuilder(other).analyze();
    expect(violations.map(({ id }) => id), 'the alert').toEqual([]);
    await other.getByRole('button', { name: 'Mark as reviewed' }).click();
    await expect(other.locator('.notice')).toContainText('Alert marked as reviewed');
    await expect(other.locator('.alerts')).toHaveCount(0);
  });
});
