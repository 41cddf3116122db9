// Accessibility and layout checks of the admin pages.
import type { Page } from '@playwright/test';
import { RULES, axeBuilder } from './axe';
import { animatedElements, overflowing, overlapping, setColorScheme } from './layout-checks';

/** Violations that axe finds on the current page. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.waitForLoadState();
  const { violations } = await axeBuilder(page).withTags(RULES).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** Accessibility and layout faults in both colour schemes and at five widths. */
export async function layoutFaults(page: Page): Promise<string[]> {
  await page.waitForLoadState();
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await setColorScheme(page, colorScheme);
    found.push(...(await axeViolations(page)));
  }
  found.push(...(await animatedElements(page)));
  for (const [width, height] of [[320, 640], [390, 844], [1024, 900], [1200, 900], [1440, 900]] as const) {
    await page.setViewportSize({ width, height });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    // A wide table may scroll inside its frame.
    const beside = (await overflowing(page)).filter((what) => !what.startsWith('cut: DIV.table-frame'));
    const wrong = [...beside, ...(await overlapping(page))].map((what) => `${what} at ${width}`);
    found.push(...(wide > width ? [`the page is ${wide} wide at ${width}`] : []), ...wrong);
  }
  return found;
}
