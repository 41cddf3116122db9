// Somebody at the reviewers' desk. `colleague(server, 'reviewer')` adds and enrols them by HTTP, and puts their session
// into a browser: the quick way to the page that a test is about. The way itself is what admin-login.spec.ts walks.
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
  const [link = ''] = /http\S+\/admin\/enrol\/\S+/.exec(server.runTask('reviewer', 'add', name, role)) ?? [];
  return { name, link };
}

/** The code that an authenticator app with this secret shows, so many steps of 30 seconds from now. */
export function totpCode(server: Server, secret: string, steps = 0): string {
  const bits = [...secret.replace(/\s/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'));
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(server.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export interface StaffMember {
  /** Where they work: its clock is the one that codes are of. */
  server: Server;
  name: string;
  /** The secret of their authenticator app. */
  secret: string;
  /** Codes are taken once each: how many steps ahead of now the last one was. The server takes one step. */
  codesUsed: number;
}

/** Somebody of this role, signed in in this context. */
export async function signInAs(server: Server, context: BrowserContext, role: Role): Promise<StaffMember> {
  const { name, link } = invite(server, role);
  const http = context.request;
  const submitForm = async (page: string, form: string, typed: Record<string, string>): Promise<string> => {
    const to = await submit(http, page, `/admin/api/${form}`, typed);
    return (await http.get(to)).text();
  };
  const half = await submitForm(await (await http.get(link)).text(), 'choose-password', { password: PASSWORD, again: PASSWORD });
  const [, secret = ''] = /secret-text">([^<]+)</.exec(half) ?? [];
  const codes = await submitForm(half, 'enrol-code', { code: totpCode(server, secret) });
  await submitForm(codes, 'codes-noted', {});
  return { server, name, secret, codesUsed: 0 };
}

/** Walks through enrolment with password and authenticator app; the app's secret. Ends on the desk's first page. */
export async function enrol(server: Server, page: Page, link: string): Promise<string> {
  await page.goto(link);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#again').fill(PASSWORD);
  await page.locator('main form .button').first().click();
  const secret = await page.locator('.secret-text').innerText();
  await page.locator('#code').fill(totpCode(server, secret));
  await page.locator('form:has(#code) .button').click();
  await page.locator('.recovery').waitFor();
  await page.locator('main form .button').click();
  await page.waitForURL(/\/admin$/);
  return secret;
}

/** Gives name and password. */
export async function submitPassword(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto('/admin/sign-in');
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await page.locator('main form .button').first().click();
  await page.waitForURL(/\/admin\/sign-in\/second/);
}

/** Leaves the desk, from whatever page of it. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('status')).toHaveText('You are signed out.');
}

/** Follows a link to another address, and waits until all of it is there. */
export async function followLink(link: Locator): Promise<void> {
  const page = link.page();
  const before = page.url();
  await link.click();
  await expect(page).not.toHaveURL(before);
  await page.waitForLoadState();
}

/** The references in the list that is open, once all of its rows are there. */
export async function listedReferences(page: Page): Promise<string[]> {
  await page.waitForLoadState();
  return page.locator('.cases tbody th').allInnerTexts();
}

/** Takes the case that is open. */
export async function claimCase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Claim it' }).click();
  await expect(page.getByRole('button', { name: 'Give it up' })).toBeVisible();
}

/** Presses a key of a page: its script, which stands behind what a test has seen, takes this button out of hiding. */
export async function pressKey(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('button', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press(name);
}

/** Shows a code that was not used before, on the page of the second factor or the one that asks once more. */
export async function submitCode(page: Page, who: StaffMember): Promise<void> {
  who.codesUsed += 1;
  await page.locator('#code').fill(totpCode(who.server, who.secret, who.codesUsed));
  await page.locator('form:has(#code) .button').click();
}

/** A virtual authenticator as a phone has one: it says yes, and knows its owner's finger if it `verifies`. */
export async function authenticator(page: Page, verifies = true): Promise<{ setUserVerified(finger: boolean): Promise<void>; remove(): Promise<void> }> {
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
    setUserVerified: async (isUserVerified) => void (await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })),
    remove: async () => void (await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })),
  };
}
