// axe in legacy mode, which checks one document. The default opens a second page for each run to collect results of
// frames, which doubles the time. Our pages have no frames.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

export function axeBuilder(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}
