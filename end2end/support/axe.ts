// axe as every test runs it. Its legacy mode looks at one document; by default it opens a second page for each run, to
// gather what it found in frames, which takes as long again. Our pages have no frames.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

export function axeBuilder(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}
