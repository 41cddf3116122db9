// Whole journeys: without a script, on a phone, in Spanish, with the keyboard alone.
import type { Locator, Page } from '@playwright/test';
import { STEPS, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BORN } from '../support/people';

const computer = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36', isMobile: false, hasTouch: false };

test.describe('without JavaScript', { tag: '@no-js' }, () => {
  test('documents, with the button', async ({ applicant, elsewhere, page }) => {
    await applicant.is({ born: BORN.documentsApproved }).walks();
    await applicant.sees('documents');
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
    await applicant.photographs(await elsewhere({ javaScriptEnabled: false }), await applicant.captureUrl());
    await applicant.sandbox.endReview();
    await applicant.asksUntil('approved');
    await expect(page.locator('script[src], script[type=module]')).toHaveCount(0);
  });

  test('documents, the page loads itself again', async ({ applicant, page, sandbox }) => {
    await applicant.is({ born: BORN.documentsDenied }).applies();
    await applicant.sees('documents');
    const refresh = page.locator('noscript meta[http-equiv=refresh], meta[http-equiv=refresh]');
    expect(Number.parseInt((await refresh.getAttribute('content')) ?? '', 10), 'seconds').toBeGreaterThanOrEqual(15);
    await sandbox.handIn(applicant.person.email);
    await sandbox.endReview();
    await applicant.comesTo('denied');
    await expect(page.locator('meta[http-equiv=refresh]')).toHaveCount(0);
  });
});

test.describe('on a phone', { tag: '@phone' }, () => {
  test('documents on the device itself: the link first, the code within reach', async ({ applicant, page, context }) => {
    await applicant.is({ born: BORN.documentsApproved }).walks();
    await applicant.sees('documents');
    const code = page.getByRole('img', { name: /QR code/ });
    await expect(code).toBeHidden();
    await expect(applicant.link('openCapture')).toBeInViewport({ ratio: 0.1 });
    await page.getByText('Use another device instead').click();
    await expect(code).toBeVisible();
    const [tab] = await Promise.all([context.waitForEvent('page'), applicant.link('openCapture').click()]);
    await applicant.photographs(tab, tab.url());
    await tab.close();
    await applicant.sandbox.endReview();
    await page.bringToFront();
    await applicant.comesTo('approved');
  });

  test('every control is large enough for a thumb', async ({ applicant, page }) => {
    await applicant.begins();
    for (const step of Object.keys(STEPS) as Step[]) {
      await applicant.goesOnTo(step);
      const small = await page.getByRole('button').or(page.getByRole('link')).or(page.locator('input, summary'))
        .evaluateAll((elements) => elements
          .filter((element) => element.checkVisibility() && !element.closest('.skip, .visually-hidden, p, li'))
          .map((element) => ({ name: element.textContent || element.id, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
          .map(({ name, box }) => `${name} ${box.width}x${box.height}`));
      expect(small, step).toEqual([]);
    }
  });
});

test.describe('in Spanish', { tag: '@spanish' }, () => {
  test('documents, then approved', async ({ applicant, elsewhere, page }) => {
    await applicant.is({ born: ['septiembre', '2', '1985'] }).reaches('check');
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page.getByText('2 de septiembre de 1985')).toBeVisible();
    await applicant.sends('check');
    await applicant.sees('documents');
    await applicant.photographs(await elsewhere(), await applicant.captureUrl());
    await applicant.sandbox.endReview();
    await applicant.comesTo('approved');
    await expect(page).toHaveTitle('Su solicitud fue aprobada – Meridian Trading');
  });

  test('faults are said in Spanish', async ({ applicant, page }) => {
    await applicant.standsAt('name');
    await applicant.sends('name');
    await expect(page).toHaveTitle(/^Error en la página: /);
    const summary = page.getByRole('alert');
    await expect(summary.getByRole('heading')).toHaveText(applicant.words.problem);
    await expect(summary.getByRole('link')).toHaveText(['Escriba su nombre', 'Escriba sus apellidos']);
  });
});

test.describe('with the keyboard alone', { tag: '@desktop' }, () => {
  test('from the first page to an approval', async ({ applicant, page }) => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to main content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await press(page, applicant.button('start'));
    await applicant.sees('consent');
    await tabTo(page, page.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await press(page, applicant.submitter('consent'));
    const p = applicant.person;
    const steps: [Step, [Parameters<typeof applicant.field>[0], string][]][] = [
      ['name', [['given', p.given], ['family', p.family]]],
      ['birth', [['month', 'March'], ['day', p.born[1]], ['year', p.born[2]]]],
      ['contact', [['email', p.email], ['phone', p.phone]]],
      ['address', [['line1', p.line1], ['city', p.city], ['state', 'New York'], ['postal', p.postal]]],
      ['ssn', [['ssn', p.ssn]]],
    ];
    for (const [step, answers] of steps) {
      await applicant.sees(step);
      for (const [name, answer] of answers) {
        await tabTo(page, applicant.field(name));
        await page.keyboard.type(answer);
      }
      await press(page, applicant.submitter(step));
    }
    await applicant.sees('check');
    await press(page, applicant.submitter('check'));
    await applicant.sees('approved');
  });
});

/** Tabs until something has the focus, and looks that each stop on the way can be seen. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  const isThere = () => goal.evaluate((element) => element === document.activeElement);
  for (let stops = 0; !(await isThere()); stops += 1) {
    expect(stops, `stops on the way to ${goal}`).toBeLessThan(40);
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return 'none';
      const box = focused.getBoundingClientRect();
      const seen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
      const style = getComputedStyle(focused);
      return seen && style.outlineStyle !== 'none' ? `${parseFloat(style.outlineWidth)}` : 'hidden';
    });
    expect(Number(ring), `the focus can be seen (${ring}) at stop ${stops}`).toBeGreaterThanOrEqual(3);
  }
}

async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

test.describe('a computer and a phone', { tag: '@phone' }, () => {
  test('a computer is shown the code first, whatever the phone is shown', async ({ applicant, elsewhere }) => {
    const there = applicant.in(await elsewhere({ ...computer, viewport: { width: 1280, height: 900 } }));
    await there.is({ born: BORN.documentsApproved }).applies();
    await there.sees('documents');
    await expect(there.page.getByRole('img', { name: /QR code/ })).toBeVisible();
    await expect(there.page.getByText(await there.captureUrl())).toBeVisible();
  });
});
