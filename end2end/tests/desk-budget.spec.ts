// A reviewer who wants to see more personal data than anybody may in a day: on a server that allows one field.
import { axeBuilder } from '../support/axe';
import { colleague } from '../support/desk';
import { expect, test } from '../support/fixtures';

test.use({ settings: { VESTIBULE_DESK_REVEALS_A_DAY: '1' } });

test.describe('beyond the budget', { tag: '@desktop' }, () => {
  test('nothing is shown, and an administrator is told until they have looked', async ({ context, server, applicant, elsewhere }) => {
    await applicant.applies();
    const who = await colleague(server, context, 'reviewer');
    const desk = await context.newPage();
    await desk.goto('/admin?sort=age');
    await desk.locator('.cases tbody th a').first().click();
    for (const field of ['Email address', 'Address']) {
      await desk.getByText('Show in full').click();
      await desk.getByLabel('Reason to see it').fill('they rang about their address');
      await desk.getByRole('button', { name: field, exact: true }).click();
      await expect(desk.locator('.whole')).toHaveCount(1);
    }
    await expect(desk.locator('.notice')).toContainText('administrators have been told');
    await expect(desk.locator('.whole'), 'and no more').toHaveCount(1);
    const other = await elsewhere({ baseURL: server.url });
    await colleague(server, other.context(), 'administrator');
    await other.goto('/admin');
    await expect(other.locator('.alerts')).toContainText(`${who.name} wanted to see more`);
    const { violations } = await axeBuilder(other).analyze();
    expect(violations.map(({ id }) => id), 'the alert').toEqual([]);
    await other.getByRole('button', { name: 'I have looked at it' }).click();
    await expect(other.locator('.notice')).toContainText('That is done');
    await expect(other.locator('.alerts')).toHaveCount(0);
  });
});
