// Shape of a document: each element with its attribute names, without any typed value.
import type { Page } from '@playwright/test';

/** One line for each element: depth, name, attribute names, identifying attributes and link targets. A target on
 *  this site is the path, any other the origin. */
export function shape(page: Page): Promise<string> {
  return page.evaluate(() => {
    const target = (to: string): string => (/^[/#]/.test(to) ? to : `${new URL(to).protocol} ${new URL(to).host}`);
    // A row of the devices is named by its random handle.
    const name = (value: string): string => value.replace(/^access-\w+$/, 'access-…');
    const lines: string[] = [];
    const addLines = (node: Element, depth: number): void => {
      const values = (names: string[], read = (value: string): string => value): string[] =>
        names.filter((name) => node.hasAttribute(name)).map((name) => `${name}=${read(node.getAttribute(name) ?? '')}`);
      const kind = values(['id', 'class', 'name', 'type', 'content', 'rel'], name);
      const links = values(['href', 'src', 'action', 'formaction'], target);
      lines.push([depth, node.tagName, node.getAttributeNames().sort(), ...kind, ...links].join(' '));
      for (const child of node.children) addLines(child, depth + 1);
    };
    addLines(document.documentElement, 0);
    return lines.join('\n');
  });
}

/** Ids of the fields marked as invalid. */
export function invalidFields(page: Page): Promise<string[]> {
  return page.locator('[aria-invalid=true]').evaluateAll((fields) => fields.map((field) => field.id));
}
