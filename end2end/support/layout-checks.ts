// Layout measurements in the browser. Each function returns the faults it finds as text.
import type { Page } from '@playwright/test';

/** Elements that overflow the page or are cut off inside their box. */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const name = (element: Element) => `${element.tagName}.${element.className}#${element.id}`;
    // Elements clipped to nothing exist for screen readers only.
    const screenReaderOnly = (element: Element) => getComputedStyle(element).clipPath === 'inset(50%)';
    const all = [...document.querySelectorAll('body *')].filter((element) =>
      element.checkVisibility() && !element.closest('.visually-hidden, .skip, svg') && !screenReaderOnly(element));
    const out = document.documentElement.scrollWidth <= wide
      ? []
      : all.filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < -1 || right > wide + 1;
      });
    const cut = all.filter((element) =>
      getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1 &&
      !element.matches('input'));
    return [...out.map((element) => `sticks out: ${name(element)}`), ...cut.map((element) => `cut: ${name(element)}`)];
  });
}

/** Texts or controls that overlap. */
export function overlapping(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const pieces: { of: Element; what: string; box: DOMRect }[] = [];
    const screenReaderOnly = (element: Element) => getComputedStyle(element).clipPath === 'inset(50%)';
    const isVisible = (element: Element) =>
      element.checkVisibility() && !element.closest('.visually-hidden, .skip') && !screenReaderOnly(element);
    // Visible part of a box: a scrolling frame hides the rest.
    const inFrame = (of: Element, box: DOMRect) => {
      let { left, top, right, bottom } = box;
      for (let frame = of.parentElement; frame && frame !== document.body; frame = frame.parentElement) {
        if (getComputedStyle(frame).overflowX === 'visible') continue;
        const edge = frame.getBoundingClientRect();
        [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
        [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const of = node.parentElement;
      const what = node.textContent?.trim();
      if (!of || !what || !isVisible(of)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) pieces.push({ of, what, box: inFrame(of, box) });
    }
    // Marks of a chart may overlap where their values are equal.
    for (const of of document.querySelectorAll('input:not([type=hidden]), img, svg:not(svg svg)')) {
      const box = inFrame(of, of.getBoundingClientRect());
      if (isVisible(of)) pieces.push({ of, what: `<${of.tagName}#${of.id}>`, box });
    }
    // Lines of one text touch; only a larger overlap counts.
    const overlaps = (a: DOMRect, b: DOMRect) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    // Lines of one text, or a chart and its own labels.
    const isOf = (a: { of: Element }, b: { of: Element }) => a.of === b.of || a.of.closest('svg') === b.of;
    return pieces.flatMap((a, n) =>
      pieces.slice(n + 1).filter((b) => overlaps(a.box, b.box) && !isOf(a, b)).map((b) => `${a.what} × ${b.what}`));
  });
}

/** Lines of running text longer than `most` characters (ux rule 38). */
export function longLines(page: Page, most: number): Promise<string[]> {
  return page.evaluate((limit) => {
    const found: string[] = [];
    for (const text of document.querySelectorAll('p, li, dd, figcaption, .check > span')) {
      if (!text.checkVisibility() || text.closest('.visually-hidden, .skip, .code')) continue;
      const lines = new Map<number, string>();
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const word of (node.textContent ?? '').matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].length);
          const { bottom, width } = range.getBoundingClientRect();
          // Words of one line share a baseline, with a tolerance for smaller text beside larger.
          const foot = Math.round(bottom / 8);
          if (width > 1) lines.set(foot, `${lines.get(foot) ?? ''}${word[0]} `);
        }
      }
      for (const line of lines.values()) if (line.trimEnd().length > limit) found.push(`${line.length - 1}: ${line}`);
    }
    return found;
  }, most);
}

/** Adds a style sheet past the content security policy, as a user style sheet would. */
export async function applyUserStyle(page: Page, css: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);
}

/** Text spacing that every page must support (WCAG 1.4.12). */
export const TEXT_SPACING =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } ' +
  'p { margin-block-end: 2em !important; }';

/** Elements that still move although the user prefers reduced motion. */
export function animatedElements(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [undefined, '::before', '::after'].flatMap((part) => {
        const { animationName, transitionDuration } = getComputedStyle(element, part);
        const still = animationName === 'none' && /^(0s(, )?)+$/.test(transitionDuration);
        return still ? [] : [`${element.tagName}.${element.className}${part ?? ''}: ${animationName} ${transitionDuration}`];
      })));
}

type Boxes = Record<string, [start: number, top: number, width: number, height: number]>;

/** Position and size of each box, measured from the side where a line starts. */
function boxes(page: Page): Promise<Boxes> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const backwards = document.documentElement.dir === 'rtl';
    const entries = [...document.querySelectorAll('body *')].flatMap((element, n) => {
      // Inline text keeps its own direction; only its container must be mirrored.
      const inline = getComputedStyle(element).display === 'inline' || element.closest('svg svg, path, option');
      const inText = element.parentElement?.closest('p, a, figcaption, .chars') && !element.matches('.actions > *');
      if (inline || inText || !element.checkVisibility() || element.closest('.visually-hidden, .skip')) return [];
      const { left, right, top, width, height } = element.getBoundingClientRect();
      const name = `${n} ${element.tagName.toLowerCase()}.${element.className}`;
      return [[name, [backwards ? wide - right : left, top + scrollY, width, height].map(Math.round)] as const];
    });
    return Object.fromEntries(entries) as unknown as Boxes;
  });
}

/** Switches a pseudo-locale on or off: text direction from right to left, with an override mark around each text.
 *  The letters and their widths stay. No language from right to left is shipped. */
async function mirror(page: Page, on: boolean): Promise<void> {
  await page.evaluate((on) => {
    const [override, end] = ['\u202e', '\u202c'];
    document.documentElement.dir = on ? 'rtl' : '';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // Numbers and copyable links keep their direction in every language.
      const words = node.parentElement?.matches('script, .code') ? '' : (node.nodeValue ?? '');
      const bare = words.replace(override, '').replace(end, '');
      if (words.trim()) node.nodeValue = on ? bare.replace(/\S(.*\S)?/s, `${override}$&${end}`) : bare;
    }
  }, on);
}

/** Boxes that are not mirrored when the page reads from right to left. */
export async function unmirrored(page: Page): Promise<string[]> {
  // Kerning differs between "Yo" and "oY", which would change the width of a text.
  await applyUserStyle(page, '* { font-kerning: none !important; font-variant-ligatures: none !important; }');
  const before = await boxes(page);
  await mirror(page, true);
  const after = await boxes(page);
  const sideways = await overflowing(page);
  await mirror(page, false);
  await applyUserStyle(page, '');
  const moved = Object.entries(before).flatMap(([name, box]) => {
    const there = after[name];
    const same = there?.every((value, n) => Math.abs(value - (box[n] ?? NaN)) <= 1);
    return same ? [] : [`${name}: ${box} is ${there}`];
  });
  return [...moved, ...sideways];
}

/** Sets the colour scheme and reduced motion, then waits for colour transitions. A contrast check during a
 *  transition would measure neither scheme. */
export async function setColorScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(() =>
    Promise.all(document.getAnimations().filter((a) => a instanceof CSSTransition).map((a) => a.finished)),
  );
}
