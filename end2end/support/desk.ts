// Somebody at the reviewers' desk. `colleague(server, 'reviewer')` adds and enrols them by HTTP, and puts their session
// into a browser: the quick way to the page that a test is about. The way itself is what desk-login.spec.ts walks.
import { createHmac } from 'node:crypto';
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { submit } from './forms';
import type { Server } from './server';

export type Role = 'viewer' | 'reviewer' | 'administrator';

/** A password that nobody tries first. */
export const PASSWORD = 'vague otter lends a kettle';

let added = 0;

/** Adds somebody; their name and the link that they enrol by. */
export function invite(server: Server, role: Role): { name: string; link: string } {
  const name = `${role}.${process.pid}.${(added += 1)}`;
  const [link = ''] = /http\S+\/admin\/enrol\/\S+/.exec(server.task('reviewer', 'add', name, role)) ?? [];
  return { name, link };
}

/** The code that an authenticator app with this secret shows, so many steps of 30 seconds from now. */
export function code(server: Server, secret: string, steps = 0): string {
  const bits = [...secret.replace(/\s/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'));
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(server.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export interface Colleague {
  /** Where they work: its clock is the one that codes are of. */
  server: Server;
  name: string;
  /** The secret of their authenticator app. */
  secret: string;
  /** Codes are taken once each: how many steps ahead of now the last one was. The server takes one step. */
  used: number;
}

/** Somebody of this role, signed in in this context. */
export async function colleague(server: Server, context: BrowserContext, role: Role): Promise<Colleague> {
  const { name, link } = invite(server, role);
  const http = context.request;
  const sends = async (page: string, form: string, typed: Record<string, string>): Promise<string> => {
    const to = await submit(http, page, `/admin/api/${form}`, typed);
    return (await http.get(to)).text();
  };
  const half = await sends(await (await http.get(link)).text(), 'choose-password', { password: PASSWORD, again: PASSWORD });
  const [, secret = ''] = /secret-text">([^<]+)</.exec(half) ?? [];
  const codes = await sends(half, 'enrol-code', { code: code(server, secret) });
  await sends(codes, 'codes-noted', {});
  return { server, name, secret, used: 0 };
}

/** Walks through enrolment with password and authenticator app; the app's secret. Ends on the desk's first page. */
export async function enrol(server: Server, page: Page, link: string): Promise<string> {
  await page.goto(link);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#again').fill(PASSWORD);
  await page.locator('main form .button').first().click();
  const secret = await page.locator('.secret-text').innerText();
  await page.locator('#code').fill(code(server, secret));
  await page.locator('form:has(#code) .button').click();
  await page.locator('.recovery').waitFor();
  await page.locator('main form .button').click();
  await page.waitForURL(/\/admin$/);
  return secret;
}

/** Gives name and password. */
export async function first(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto('/admin/sign-in');
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await page.locator('main form .button').first().click();
  await page.waitForURL(/\/admin\/sign-in\/second/);
}

/** Leaves the desk, from whatever page of it. */
export async function signsOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('status')).toHaveText('You are signed out.');
}

/** Follows a link to another address, and waits until all of it is there. */
export async function follows(link: Locator): Promise<void> {
  const page = link.page();
  const before = page.url();
  await link.click();
  await expect(page).not.toHaveURL(before);
  await page.waitForLoadState();
}

/** The references in the list that is open, once all of its rows are there. */
export async function references(page: Page): Promise<string[]> {
  await page.waitForLoadState();
  return page.locator('.cases tbody th').allInnerTexts();
}

/** Takes the case that is open. */
export async function claims(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Claim it' }).click();
  await expect(page.getByRole('button', { name: 'Give it up' })).toBeVisible();
}

/** Presses a key of a page: its script, which stands behind what a test has seen, takes this button out of hiding. */
export async function key(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('button', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press(name);
}

/** Shows a code that was not used before, on the page of the second factor or the one that asks once more. */
export async function second(page: Page, who: Colleague): Promise<void> {
  who.used += 1;
  await page.locator('#code').fill(code(who.server, who.secret, who.used));
  await page.locator('form:has(#code) .button').click();
}

/** A virtual authenticator as a phone has one: it says yes, and knows its owner's finger if it `verifies`. */
export async function authenticator(page: Page, verifies = true): Promise<{ verifies(finger: boolean): Promise<void>; goes(): Promise<void> }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: verifies,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Whether the finger upon it is its owner's. */
    verifies: async (isUserVerified) => void (await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })),
    goes: async () => void (await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })),
  };
}
