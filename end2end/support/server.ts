// A server of our own: temporary data, free ports, its own sandbox as upstream.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const BINARY = process.env['VESTIBULE_BINARY'] ?? join(ROOT, 'target/debug/vestibule');
const PATIENCE_MS = 20_000;

export class Server {
  private constructor(
    private readonly process: ChildProcess,
    private readonly data: string,
    private readonly lines: string[],
    /** Where people find it, without a slash at the end. */
    readonly url: string,
    /** The origin of its sandbox. */
    readonly sandboxUrl: string,
  ) {}

  static async start(settings: Record<string, string>): Promise<Server> {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: cargo build -p server`);
    const data = mkdtempSync(join(tmpdir(), 'vestibule-e2e-'));
    const child = spawn(BINARY, {
      cwd: ROOT,
      env: {
        VESTIBULE_ADDR: '127.0.0.1:0',
        VESTIBULE_PUBLIC_URL: 'http://127.0.0.1:0',
        VESTIBULE_SANDBOX_ADDR: '127.0.0.1:0',
        VESTIBULE_DATA: data,
        VESTIBULE_SITE: process.env['VESTIBULE_SITE'] ?? join(ROOT, 'target/site'),
        VESTIBULE_RATE_PER_MINUTE: '10000',
        // Longer than any test: the review ends when a test says so.
        VESTIBULE_SANDBOX_REVIEW_SECONDS: '600',
        // Hawaii is left out, so that somebody can live where the firm does not serve.
        VESTIBULE_SERVED_STATES: 'NY,CA,TX,MD,FL,IL',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    let said = '';
    child.stderr.on('data', (chunk) => lines.push(...String(chunk).split('\n').filter(Boolean)));
    const [url, sandboxUrl] = await new Promise<[string, string]>((found, failed) => {
      const late = setTimeout(() => failed(new Error('the server did not start in time')), PATIENCE_MS);
      child.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${lines.join('\n')}`)));
      child.stdout.on('data', (chunk) => {
        said += String(chunk);
        const open = /is open: (\S+?)\/?\s/.exec(said)?.[1];
        const sandbox = /Sandbox\s+(\S+)/.exec(said)?.[1];
        if (open && sandbox) {
          clearTimeout(late);
          found([open, sandbox]);
        }
      });
    });
    const ready = await fetch(`${url}/health/ready`);
    if (!ready.ok) throw new Error(`the server is not ready: ${ready.status}`);
    return new Server(child, data, lines, url, sandboxUrl);
  }

  /** How many lines the log has: a mark for `logSince`. */
  get logLength(): number {
    return this.lines.length;
  }

  /** What it has logged since a mark. */
  logSince(mark: number): string[] {
    return this.lines.slice(mark);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      throw new Error(`the server ended before its time:\n${this.lines.slice(-20).join('\n')}`);
    }
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    // A page that is still open may hold a connection: the server waits for it longer than we do.
    const hurry = setTimeout(() => this.process.kill('SIGKILL'), 2_000);
    await ended;
    clearTimeout(hurry);
    rmSync(this.data, { recursive: true, force: true });
  }
}
