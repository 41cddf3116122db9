// Capture links as the browser parses them. server/src/provider/capture.rs is tested with the same table.
import { readFileSync } from 'node:fs';
import { expect, test } from '../support/fixtures';

interface Row {
  tries: string;
  link: string;
  /** The origin, the scheme if there is no origin, or nothing if it is no URL. */
  reads: string;
  offered: string | null;
}

const table = JSON.parse(readFileSync('../server/tests/data/capture-links.json', 'utf8')) as Row[];

test.describe('capture links', { tag: '@desktop' }, () => {
  test('every row of the table: browser and server read the same origin', async ({ page }) => {
    expect(table.length).toBeGreaterThanOrEqual(80);
    const read = await page.evaluate((links) => {
      const reads = (link: string): string => {
        if (!URL.canParse(link)) return '';
        const { origin, protocol } = new URL(link);
        return origin === 'null' ? protocol : origin;
      };
      return links.map(reads);
    }, table.map(({ link }) => link));
    expect(table.map(({ tries, link }, at) => ({ tries, link, reads: read[at] }))).toEqual(
      table.map(({ tries, link, reads }) => ({ tries, link, reads })),
    );
  });

  test('offered link: leads to an allowed origin only', async ({ page }) => {
    const offered = table.flatMap(({ offered: link }) => (link ? [link] : []));
    const places = await page.evaluate((links) => {
      return links.map((link) => {
        const anchor = document.createElement('a');
        anchor.href = link;
        return [anchor.href === link, anchor.origin, anchor.username, anchor.password].join(' ');
      });
    }, offered);
    expect(new Set(places)).toEqual(new Set(['true https://verify.socure.com  ', 'true http://127.0.0.1:3001  ']));
  });
});
