// The shape of a document: every element with the names of its attributes, without anything that people typed.
import type { Page } from '@playwright/test';

/** A line for each element: depth, name, names of attributes, what makes it what it is, and where it leads: within
 *  this site the address, elsewhere the origin. */
export function shape(page: Page): Promise<string> {
  return page.evaluate(() => {
    const leads = (to: string): string => (/^[/#]/.test(to) ? to : `${new URL(to).protocol} ${new URL(to).host}`);
    const lines: string[] = [];
    const walk = (node: Element, depth: number): void => {
      const values = (names: string[], read = (value: string): string => value): string[] =>
        names.filter((name) => node.hasAttribute(name)).map((name) => `${name}=${read(node.getAttribute(name) ?? '')}`);
      const kind = values(['id', 'class', 'name', 'type', 'content', 'rel']);
      const links = values(['href', 'src', 'action', 'formaction'], leads);
      lines.push([depth, node.tagName, node.getAttributeNames().sort(), ...kind, ...links].join(' '));
      for (const child of node.children) walk(child, depth + 1);
    };
    walk(document.documentElement, 0);
    return lines.join('\n');
  });
}

/** The names of the fields that the page finds fault with. */
export function invalidFields(page: Page): Promise<string[]> {
  return page.locator('[aria-invalid=true]').evaluateAll((fields) => fields.map((field) => field.id));
}
