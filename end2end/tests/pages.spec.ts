// Every page in every state: its name, its headings, accessibility in light and dark, and 320 pixels.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { SCENES, enter } from '../support/states';
import { WORDS } from '../support/words';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  // The scheme changes colours and nothing else.
  const axe = scheme === 'light' ? builder.withTags(RULES) : builder.withRules('color-contrast');
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** What sticks out to the side. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > wide + 1)
      .map((element) => `${element.tagName}.${element.className}#${element.id}`);
  });
}

test.describe('every page', { tag: '@desktop' }, () => {
  for (const scene of SCENES) {
    test(scene.name, async ({ applicant, page, sandbox, watch }) => {
      watch.expect(...(scene.provokes ?? []));
      await enter(scene, applicant, sandbox);

      const mistaken = scene.name.endsWith('-mistakes');
      const title = scene.title ?? WORDS.en.h1[scene.heading];
      await expect(page).toHaveTitle(`${mistaken ? 'Error: ' : ''}${title} – Meridian Trading`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page.getByRole('main')).toHaveCount(1);

      // A colour on its way from one scheme to the other is neither: wait until each has arrived.
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.evaluate(() =>
          Promise.all(document.getAnimations().filter((a) => a instanceof CSSTransition).map((a) => a.finished)),
        );
        expect.soft(await violations(page, colorScheme), colorScheme).toEqual([]);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      expect.soft(await overflowing(page), 'at 320 px').toEqual([]);
    });
  }

  test('no two pages share a heading or a title', () => {
    const headings = new Map(SCENES.map((scene) => [scene.heading, scene.title ?? WORDS.en.h1[scene.heading]]));
    expect(new Set(headings.values()).size).toBe(headings.size);
    expect(new Set(Object.values(WORDS.en.h1)).size).toBe(Object.values(WORDS.en.h1).length);
    expect(new Set(Object.values(WORDS.es.h1)).size).toBe(Object.values(WORDS.es.h1).length);
  });
});
