// A program of ours as a process: what it says, what it logs, and both ways to end it.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const PATIENCE_MS = 60_000;

export class Program {
  /** What it wrote to standard error, line by line. */
  readonly lines: string[] = [];
  private constructor(
    private readonly name: string,
    private readonly process: ChildProcess,
  ) {}

  private static binary(name: string): string {
    const binary = process.env[`${name.toUpperCase()}_BINARY`] ?? join(ROOT, 'target/debug', name);
    if (!existsSync(binary)) throw new Error(`${binary} is missing: cargo build -p server -p sandbox`);
    return binary;
  }

  /** Runs a binary of this workspace to its end; what it said. */
  static run(name: string, env: Record<string, string>, words: string[]): string {
    return execFileSync(Program.binary(name), words, { cwd: ROOT, env, encoding: 'utf8' });
  }

  /** Starts a binary of this workspace and waits until it has said all of `words`, in whatever order; what each
   *  captured comes back in the same order. */
  static async start(
    name: string,
    env: Record<string, string>,
    words: RegExp[],
  ): Promise<{ program: Program; said: string[] }> {
    const child = spawn(Program.binary(name), { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const program = new Program(name, child);
    child.stderr.on('data', (chunk) => program.lines.push(...String(chunk).split('\n').filter(Boolean)));
    const said = await new Promise<string[]>((ready, failed) => {
      const log = () => program.lines.slice(-20).join('\n');
      const late = setTimeout(() => failed(new Error(`${name} did not start in time:\n${log()}`)), PATIENCE_MS);
      child.once('exit', (code) => failed(new Error(`${name} ended with ${code}:\n${log()}`)));
      let heard = '';
      const listen = (chunk: unknown): void => {
        heard += String(chunk);
        const found = words.map((pattern) => pattern.exec(heard)?.[1]);
        if (!found.every((word) => word !== undefined)) return;
        clearTimeout(late);
        // What it says from here on is only kept: searching all of it at every line would take ever longer.
        child.stdout.off('data', listen).resume();
        child.stderr.off('data', listen);
        ready(found);
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
    });
    return { program, said };
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Asks it to end. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      throw new Error(`${this.name} ended before its time:\n${this.lines.slice(-20).join('\n')}`);
    }
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    // A page that is still open may hold a connection: the server waits for it longer than we do.
    const hurry = setTimeout(() => this.process.kill('SIGKILL'), 2_000);
    await ended;
    clearTimeout(hurry);
  }

  /** Ends it between two instructions, as a power cut would. */
  async kill(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}
