// Every page in every state: title, headings, accessibility tree, light and dark, narrow, wide, zoomed, with text
// spacing, mirrored, without motion.
import type { Page } from '@playwright/test';
import { RULES, axeBuilder } from '../support/axe';
import { expect, test } from '../support/fixtures';
import { longLines, animatedElements, overflowing, overlapping, setColorScheme, TEXT_SPACING, unmirrored, applyUserStyle } from '../support/layout-checks';
import { SCENES, openScene } from '../support/states';
import { ariaSnapshotOf } from '../support/aria-snapshot';
import { WORDS } from '../support/words';

/** Viewport sizes. 320 × 256 is a screen of 1280 × 1024 at 400 % (WCAG 1.4.10). */
const SIZES = { phone: [320, 640], zoomed: [320, 256], wide: [1440, 900] } as const;

/** Text contrast of 7:1 (ux rule 39), where WCAG AA requires 4.5:1. */
const CONTRAST = 'color-contrast-enhanced';

async function violations(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  const builder = axeBuilder(page).options({ rules: { [CONTRAST]: { enabled: true } } });
  // The scheme changes colours only.
  const axe = scheme === 'light' ? builder.withTags(RULES) : builder.withRules(['color-contrast', CONTRAST]);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

test.describe('every page', { tag: '@desktop' }, () => {
  for (const scene of SCENES) {
    test(scene.name, async ({ applicant, page, sandbox, pageErrors }) => {
      pageErrors.expect(...(scene.expectedErrors ?? []));
      await openScene(scene, applicant, sandbox);

      const mistaken = scene.name.endsWith('-mistakes');
      const title = scene.title ?? WORDS.en.h1[scene.heading];
      await expect(page).toHaveTitle(`${mistaken ? 'Error: ' : ''}${title} – Meridian Trading`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page.getByRole('main')).toHaveCount(1);
      expect.soft(await ariaSnapshotOf(page)).toMatchSnapshot(`${scene.name}.yml`);

      for (const colorScheme of ['light', 'dark'] as const) {
        await setColorScheme(page, colorScheme);
        expect.soft(await violations(page, colorScheme), colorScheme).toEqual([]);
      }
      expect.soft(await animatedElements(page), 'moves despite reduced motion').toEqual([]);
      for (const [name, [width, height]] of Object.entries(SIZES)) {
        await page.setViewportSize({ width, height });
        expect.soft(await overflowing(page), `overflowing, ${name}`).toEqual([]);
        expect.soft(await overlapping(page), `overlapping, ${name}`).toEqual([]);
        expect.soft(await unmirrored(page), `from right to left, ${name}`).toEqual([]);
        if (name === 'wide') expect.soft(await longLines(page, 66), 'long lines').toEqual([]);
        await applyUserStyle(page, TEXT_SPACING);
        expect.soft(await overflowing(page), `overflowing, ${name}, text spacing`).toEqual([]);
        expect.soft(await overlapping(page), `overlapping, ${name}, text spacing`).toEqual([]);
        await applyUserStyle(page, '');
      }
    });
  }

  test('headings and titles: unique among pages', () => {
    const headings = new Map(SCENES.map((scene) => [scene.heading, scene.title ?? WORDS.en.h1[scene.heading]]));
    expect(new Set(headings.values()).size).toBe(headings.size);
    expect(new Set(Object.values(WORDS.en.h1)).size).toBe(Object.values(WORDS.en.h1).length);
    expect(new Set(Object.values(WORDS.es.h1)).size).toBe(Object.values(WORDS.es.h1).length);
  });
});
