// Whole applications: without JavaScript, on a phone, in Spanish, with the keyboard alone.
import type { Locator, Page } from '@playwright/test';
import { STEPS, type Step } from '../support/applicant';
import { expect, test } from '../support/fixtures';
import { BORN } from '../support/people';

const computer = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36', isMobile: false, hasTouch: false };

test.describe('without JavaScript', { tag: '@no-js' }, () => {
  test('documents: status checked by the button', async ({ applicant, newDevice, page }) => {
    await applicant.withDetails({ born: BORN.documentsApproved }).applyThroughEveryPage();
    await applicant.expectPage('documents');
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
    await applicant.uploadPhotos(await newDevice({ javaScriptEnabled: false }), await applicant.captureUrl());
    await applicant.sandbox.finishReview();
    await applicant.checkAgainUntil('approved');
    await expect(page.locator('script[src], script[type=module]')).toHaveCount(0);
  });

  test('documents: page reloads automatically', async ({ applicant, page, sandbox }) => {
    await applicant.withDetails({ born: BORN.documentsDenied }).apply();
    await applicant.expectPage('documents');
    const refresh = page.locator('noscript meta[http-equiv=refresh], meta[http-equiv=refresh]');
    expect(Number.parseInt((await refresh.getAttribute('content')) ?? '', 10), 'seconds').toBeGreaterThanOrEqual(15);
    await sandbox.submitDocuments(applicant.person.email);
    await sandbox.finishReview();
    await applicant.waitForPage('denied');
    await expect(page.locator('meta[http-equiv=refresh]')).toHaveCount(0);
  });
});

test.describe('on a phone', { tag: '@phone' }, () => {
  test('documents on the phone: link first, QR code can be opened', async ({ applicant, page, context }) => {
    await applicant.withDetails({ born: BORN.documentsApproved }).applyThroughEveryPage();
    await applicant.expectPage('documents');
    const code = page.getByRole('img', { name: /QR code/ });
    await expect(code).toBeHidden();
    await expect(applicant.link('openCapture')).toBeInViewport({ ratio: 0.1 });
    await page.getByText('Use another device instead').click();
    await expect(code).toBeVisible();
    const [tab] = await Promise.all([context.waitForEvent('page'), applicant.link('openCapture').click()]);
    await applicant.uploadPhotos(tab, tab.url());
    await tab.close();
    await applicant.sandbox.finishReview();
    await page.bringToFront();
    await applicant.waitForPage('approved');
  });

  test('every control: at least 24 pixels wide and high', async ({ applicant, page }) => {
    await applicant.startApplication();
    for (const step of Object.keys(STEPS) as Step[]) {
      await applicant.continueTo(step);
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
  test('documents: approved', async ({ applicant, newDevice, page }) => {
    await applicant.withDetails({ born: ['septiembre', '2', '1985'] }).startAndContinueTo('check');
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page.getByText('2 de septiembre de 1985')).toBeVisible();
    await applicant.submitStep('check');
    await applicant.expectPage('documents');
    await applicant.uploadPhotos(await newDevice(), await applicant.captureUrl());
    await applicant.sandbox.finishReview();
    await applicant.waitForPage('approved');
    await expect(page).toHaveTitle('Su solicitud fue aprobada – Meridian Trading');
  });

  test('field errors: shown in Spanish', async ({ applicant, page }) => {
    await applicant.openStep('name');
    await applicant.submitStep('name');
    await expect(page).toHaveTitle(/^Error: /);
    const summary = page.getByRole('alert');
    await expect(summary.getByRole('heading')).toHaveText(applicant.words.problem);
    await expect(summary.getByRole('link')).toHaveText(['Escriba su nombre', 'Escriba sus apellidos']);
  });
});

test.describe('with the keyboard alone', { tag: '@desktop' }, () => {
  test('first page to approval: focus always visible', async ({ applicant, page }) => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to main content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await press(page, applicant.button('start'));
    await applicant.expectPage('consent');
    await tabTo(page, page.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await press(page, applicant.submitButton('consent'));
    const p = applicant.person;
    const steps: [Step, [Parameters<typeof applicant.field>[0], string][]][] = [
      ['name', [['given', p.given], ['family', p.family]]],
      ['birth', [['month', 'March'], ['day', p.born[1]], ['year', p.born[2]]]],
      ['contact', [['email', p.email], ['phone', p.phone]]],
      ['address', [['line1', p.line1], ['city', p.city], ['state', 'New York'], ['postal', p.postal]]],
      ['ssn', [['ssn', p.ssn]]],
    ];
    for (const [step, answers] of steps) {
      await applicant.expectPage(step);
      for (const [name, answer] of answers) {
        await tabTo(page, applicant.field(name));
        await page.keyboard.type(answer);
      }
      await press(page, applicant.submitButton(step));
    }
    await applicant.expectPage('check');
    await press(page, applicant.submitButton('check'));
    await applicant.expectPage('approved');
  });
});

/** Presses Tab until an element has the focus. Expects a visible focus ring at each stop. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let stops = 0; !(await isThere()); stops += 1) {
    expect(stops, `stops on the way to ${target}`).toBeLessThan(40);
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

test.describe('computer and phone', { tag: '@phone' }, () => {
  test('computer: QR code and link visible', async ({ applicant, newDevice }) => {
    const there = applicant.onPage(await newDevice({ ...computer, viewport: { width: 1280, height: 900 } }));
    await there.withDetails({ born: BORN.documentsApproved }).apply();
    await there.expectPage('documents');
    await expect(there.page.getByRole('img', { name: /QR code/ })).toBeVisible();
    await expect(there.page.getByText(await there.captureUrl())).toBeVisible();
  });
});
