// Accessibility tree of a page, without values that differ between runs. Compared as plain text: an aria template
// would not notice added nodes. `npm test -- pages --update-snapshots` writes the files.
import { expect, type Page } from '@playwright/test';

const PLACEHOLDERS: [RegExp, string][] = [
  [/\bVB-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, 'REFERENCE'],
  [/jane\.[0-9a-f]{8}@/g, 'jane@'],
  [/[A-Z][a-z]+ \d{1,2}, 20\d\d, \d{1,2}:\d\d [AP]M/g, 'MOMENT'],
  // The script replaces UTC by the browser's time zone.
  [/at \d{1,2}:\d\d\s[AP]M( UTC)?/g, 'at TIME'],
  [/http:\/\/127\.0\.0\.1:\d+\/\S+/g, 'LINK'],
  [/expires on [A-Z][a-z]+ \d{1,2}, 20\d\d/g, 'expires on DAY'],
  [/(Created|Expires) [A-Z][a-z]+ \d{1,2}, 20\d\d/g, '$1 DAY'],
  [/(firms\/ISV-(?:Participant-)?Sandbox\/(?:users|accounts))\/\w+/g, '$1/ID'],
  [/(tell us this number:) [\w-]+/g, '$1 REQUEST'],
  // The script fills the live region, so its text depends on timing.
  [/- status: .*/g, '- status'],
];

export async function ariaSnapshotOf(page: Page): Promise<string> {
  // The script shows the copy button.
  const copy = page.locator('#copy');
  if (await copy.count()) await expect(copy).toBeVisible();
  const tree = await page.locator('body').ariaSnapshot();
  return `${PLACEHOLDERS.reduce((text, [pattern, word]) => text.replace(pattern, word), tree)}\n`;
}
