// Process of a workspace binary: output, log and two ways to end it.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const START_TIMEOUT_MS = 60_000;

export class Program {
  /** Lines of standard error. */
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

  /** Runs a binary to its end. Returns its standard output. */
  static run(name: string, env: Record<string, string>, args: string[]): string {
    return execFileSync(Program.binary(name), args, { cwd: ROOT, env, encoding: 'utf8' });
  }

  /** Starts a binary and waits until its output matches all `patterns`, in any order. Returns their captures in
   *  the order of `patterns`. */
  static async start(
    name: string,
    env: Record<string, string>,
    patterns: RegExp[],
  ): Promise<{ program: Program; captures: string[] }> {
    const child = spawn(Program.binary(name), { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const program = new Program(name, child);
    child.stderr.on('data', (chunk) => program.lines.push(...String(chunk).split('\n').filter(Boolean)));
    const captures = await new Promise<string[]>((ready, failed) => {
      const log = () => program.lines.slice(-20).join('\n');
      const timer = setTimeout(() => failed(new Error(`${name} did not start in time:\n${log()}`)), START_TIMEOUT_MS);
      child.once('exit', (code) => failed(new Error(`${name} ended with ${code}:\n${log()}`)));
      let output = '';
      const onOutput = (chunk: unknown): void => {
        output += String(chunk);
        const found = patterns.map((pattern) => pattern.exec(output)?.[1]);
        if (!found.every((word) => word !== undefined)) return;
        clearTimeout(timer);
        // Later output is only stored: matching all of it at each line would take quadratic time.
        child.stdout.off('data', onOutput).resume();
        child.stderr.off('data', onOutput);
        ready(found);
      };
      child.stdout.on('data', onOutput);
      child.stderr.on('data', onOutput);
    });
    return { program, captures };
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Sends SIGTERM and waits for the exit. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      throw new Error(`${this.name} ended before its time:\n${this.lines.slice(-20).join('\n')}`);
    }
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    // The server waits for open connections of a page longer than the tests do.
    const killTimer = setTimeout(() => this.process.kill('SIGKILL'), 2_000);
    await ended;
    clearTimeout(killTimer);
  }

  /** Sends SIGKILL, which ends the process like a power failure. */
  async kill(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}
