// Helpers for staff in the admin. `signInAs(server, context, 'reviewer')` adds and enrols a staff member by HTTP. It
// stores the session in the browser context, so that a test starts on its page. admin-login.spec.ts tests the real
// sign-in.
import { createHmac } from 'node:crypto';
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { submit } from './forms';
import type { Server } from './server';

export type Role = 'viewer' | 'reviewer' | 'administrator';

/** Password that is on no list of common passwords. */
export const PASSWORD = 'vague otter lends a kettle';

let invited = 0;

/** Adds a staff member by the command line. Returns the name and the enrolment link. */
export function invite(server: Server, role: Role): { name: string; link: string } {
  const name = `${role}.${process.pid}.${(invited += 1)}`;
  const [link = ''] = /http\S+\/admin\/enrol\/\S+/.exec(server.runTask('reviewer', 'add', name, role)) ?? [];
  return { name, link };
}

/** TOTP code of an authenticator app with this secret, `steps` intervals of 30 seconds from now. */
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
  /** Server whose clock the TOTP codes follow. */
  server: Server;
  name: string;
  /** TOTP secret. */
  secret: string;
  /** Steps between now and the last used code. The server accepts each code once, and at most one step ahead. */
  codesUsed: number;
}

/** Creates a staff member of this role and signs it in within this browser context. */
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

/** Signs in the only administrator of the server: with two, changes of the staff wait for the second one. */
export function signInOnlyAdministrator(server: Server, context: BrowserContext): Promise<StaffMember> {
  const active = /^(\S+)\s+administrator\s+active$/gm;
  for (const [, name = ''] of server.runTask('reviewer', 'list').matchAll(active)) {
    server.runTask('reviewer', 'disable', name);
  }
  return signInAs(server, context, 'administrator');
}

/** Enrols with password and authenticator app in the browser. Returns the TOTP secret. Ends on the first page of
 *  the admin. */
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

/** Submits name and password. */
export async function submitPassword(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto('/admin/sign-in');
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await page.locator('main form .button').first().click();
  await page.waitForURL(/\/admin\/sign-in\/second/);
}

/** Signs out from any page of the admin. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('status')).toHaveText('You’re signed out.');
}

/** Opens the question of a button that ends or removes something, and confirms it. */
export async function pressTwice(scope: Locator, name: string): Promise<void> {
  const asked = scope.locator('details.ask-once').filter({ has: scope.page().locator('summary', { hasText: name }) });
  await asked.locator('summary').click();
  await asked.getByRole('button', { name }).click();
}

/** Follows a link to another address and waits for the load event. */
export async function followLink(link: Locator): Promise<void> {
  const page = link.page();
  const before = page.url();
  await link.click();
  await expect(page).not.toHaveURL(before);
  await page.waitForLoadState();
}

/** References in the open list, read after the load event. */
export async function listedReferences(page: Page): Promise<string[]> {
  await page.waitForLoadState();
  return page.locator('.cases tbody th').allInnerTexts();
}

/** Assigns the open case to the signed-in reviewer. */
export async function claimCase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Assign to me' }).click();
  await expect(page.getByRole('button', { name: 'Unassign' })).toBeVisible();
}

/** Presses a keyboard shortcut. Waits for the Keyboard button first: the script shows it when the shortcuts work. */
export async function pressKey(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('button', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press(name);
}

/** Submits an unused code, at sign-in or at the repeated second factor. */
export async function submitCode(page: Page, member: StaffMember): Promise<void> {
  member.codesUsed += 1;
  await page.locator('#code').fill(totpCode(member.server, member.secret, member.codesUsed));
  await page.locator('form:has(#code) .button').click();
}

/** Virtual platform authenticator. It confirms presence by itself, and the user if `verifies` is true. */
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
    /** Sets whether the authenticator verifies the user. */
    setUserVerified: async (isUserVerified) => void (await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })),
    remove: async () => void (await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })),
  };
}
