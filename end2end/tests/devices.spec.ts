// The whole application on the smallest and the widest screen, in forced colours, and in print.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { overflowing } from '../support/layout-checks';
import { BORN } from '../support/people';
import { SCENES, openScene } from '../support/states';

test.describe('the whole journey', { tag: '@desktop' }, () => {
  for (const [width, height, name] of [[320, 256, '400 % zoom'], [320, 640, 'a small phone'], [1440, 900, 'a wide screen']] as const) {
    test(`on ${name}, ${width} × ${height}`, async ({ applicant, page }) => {
      await page.setViewportSize({ width, height });
      await applicant.withDetails({ born: BORN.documentsApproved }).applyThroughEveryPage();
      await applicant.expectPage('documents');
      const code = page.getByRole('img', { name: /QR code/ });
      await code.scrollIntoViewIfNeeded();
      await expect(code).toBeInViewport();
      expect((await code.boundingBox())?.width, 'the code').toBeGreaterThanOrEqual(200);
      await applicant.link('openCapture').scrollIntoViewIfNeeded();
      await expect(applicant.link('openCapture')).toBeInViewport({ ratio: 1 });
      expect(await overflowing(page)).toEqual([]);
    });
  }
});

/** Screenshot of an element, for comparison with another. */
async function screenshotOf(of: Locator): Promise<string> {
  return (await of.screenshot({ animations: 'disabled' })).toString('base64');
}

/** Elements without a visible edge: no border, or a border in the colour of its background. */
function invisibleEdges(page: Page, what: string): Promise<string[]> {
  return page.locator(what).evaluateAll((all) =>
    all.filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, .languages'))
      .filter((element) => {
        const { borderBottomWidth, borderBottomColor, backgroundColor } = getComputedStyle(element);
        const ground = getComputedStyle(document.body).backgroundColor;
        return parseFloat(borderBottomWidth) < 1 || [backgroundColor, ground].includes(borderBottomColor);
      })
      .map((element) => `${element.tagName}.${element.className}`));
}

test.describe('forced colours', { tag: '@desktop' }, () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${colorScheme}: focus, checked boxes and invalid fields are distinguishable`, async ({ applicant, page }) => {
      await page.emulateMedia({ forcedColors: 'active', colorScheme, reducedMotion: 'reduce' });
      await applicant.openStep('consent');
      const box = page.getByRole('checkbox');
      const empty = await screenshotOf(box);
      await box.check();
      await page.mouse.move(0, 0);
      await box.blur();
      expect(await screenshotOf(box), 'checked').not.toBe(empty);
      await applicant.submitStep('consent');
      await applicant.expectPage('name');
      const sound = await screenshotOf(applicant.field('given'));
      await applicant.submitStep('name');
      const alert = page.getByRole('alert');
      await expect(alert).toBeFocused();
      await page.waitForLoadState();
      expect(await alert.evaluate((element) => getComputedStyle(element).outlineWidth), 'ring of the summary').toBe('3px');
      expect(await screenshotOf(applicant.field('given')), 'invalid field').not.toBe(sound);
      expect(await invisibleEdges(page, '.input, .button, .alert'), 'edges').toEqual([]);
      for (const target of [applicant.field('middle'), applicant.submitButton('name'), applicant.link('back')]) {
        const still = await screenshotOf(page.locator('body'));
        await target.focus();
        const ring = await target.evaluate((element) => {
          const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
          return { outlineStyle, outlineWidth, seen: outlineColor !== getComputedStyle(document.body).backgroundColor };
        });
        expect(ring).toEqual({ outlineStyle: 'solid', outlineWidth: '3px', seen: true });
        expect(await screenshotOf(page.locator('body')), 'the focus').not.toBe(still);
      }
    });
  }

  test('state badges and timeline: edges and progress are visible', async ({
    applicant,
    page,
    sandbox,
  }) => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const scene = SCENES.find(({ name }) => name === 'documents');
    if (!scene) throw new Error('no such scene');
    await openScene(scene, applicant, sandbox);
    expect(await invisibleEdges(page, '.state-badge, .button'), 'edges').toEqual([]);
    const signs = page.locator('.timeline li');
    const drawn = await Promise.all((await signs.all()).map(async (sign) => {
      const { x = 0, y = 0 } = (await sign.boundingBox()) ?? {};
      return (await page.screenshot({ fullPage: true, clip: { x: x - 20, y: y - 4, width: 40, height: 40 } })).toString('base64');
    }));
    // Marks: done, done, current, to come. The last thread ends, so each mark is compared with one of another kind.
    expect(drawn[2], 'now').not.toBe(drawn[1]);
    expect(drawn[3], 'upcoming').not.toBe(drawn[2]);
    await expect(page.locator('.qr img')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  });
});

test.describe('on paper', { tag: '@desktop' }, () => {
  test('outcome prints as a receipt of one page: site, date, reference, answers, version of the agreement', async ({
    applicant,
    page,
  }) => {
    await applicant.withDetails({ middle: 'Ann', line2: 'Apt 4' }).apply();
    await applicant.expectPage('approved');
    const { reference } = await page.evaluate(() => ({ reference: document.querySelector('.reference .code')?.textContent }));
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const paper = page.locator('body');
    for (const words of [
      'Meridian Trading', reference ?? 'no reference', /We received your details: \w+ \d+, 20\d\d/, 'Jane Ann Doe', 'March 27, 1990',
      applicant.person.email, '+1 (212) 555-2368', '350 Fifth Avenue', 'Apt 4', 'Ends in 6789', 'Version 2026-11-01',
      /firms\/ISV-Sandbox\/accounts\//, 'support@example.com',
    ]) {
      await expect(paper.getByText(words).first(), String(words)).toBeVisible();
    }
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await expect(page.locator('.languages, .skip, .again').filter({ visible: true })).toHaveCount(0);
    const colours = await page.evaluate(() => {
      const seen = [...document.querySelectorAll('main *, .brand, .footer p')].filter((e) => e.checkVisibility());
      const addresses = seen.filter((e) => /http/.test(getComputedStyle(e, '::after').content));
      const inks = seen.map((e) => getComputedStyle(e).color);
      return { inks: [...new Set(inks)], ground: getComputedStyle(document.documentElement).backgroundColor, addresses: addresses.length };
    });
    expect(colours).toEqual({ inks: ['rgb(0, 0, 0)'], ground: 'rgb(255, 255, 255)', addresses: 0 });
    const pdf = (await page.pdf({ format: 'Letter' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g), 'pages').toHaveLength(1);
  });
});
