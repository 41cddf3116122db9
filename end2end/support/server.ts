// A server of our own: temporary data, free ports, and a sandbox as upstream, in the same process or beside it.
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program, ROOT } from './program';

const OPEN = /is open: (\S+?)\/?\s/;
const LISTENING = /listening address=(\S+)/;
const SANDBOX = /Sandbox\s+(\S+)/;
/** Holds how far the server's clock is ahead (server/src/world.rs). */
const CLOCK = 'clock-offset';

/** The sandbox as a process of its own, which outlives the server. */
export class SandboxProcess {
  static readonly TOKEN = 'end-to-end';
  private constructor(
    private readonly program: Program,
    /** Its origin. */
    readonly url: string,
  ) {}

  static async start(): Promise<SandboxProcess> {
    const env = { SANDBOX_ADDR: '127.0.0.1:0', SANDBOX_TOKEN: SandboxProcess.TOKEN };
    const { program, said } = await Program.start('sandbox', env, [SANDBOX]);
    return new SandboxProcess(program, said[0] ?? '');
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}

export class Server {
  private earlier: string[] = [];
  private offset = 0;
  private constructor(
    private program: Program,
    private readonly env: Record<string, string>,
    private readonly data: string,
    /** Where people find it, without a slash at the end. */
    readonly url: string,
    /** Where it listens: not where people find it if that is a proxy. */
    readonly address: string,
    /** The origin of its sandbox, or of whatever takes its place. */
    readonly sandboxUrl: string,
  ) {}

  static async start(settings: Record<string, string>): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), 'vestibule-e2e-'));
    const env = {
      VESTIBULE_ADDR: '127.0.0.1:0',
      VESTIBULE_PUBLIC_URL: 'http://127.0.0.1:0',
      VESTIBULE_SANDBOX_ADDR: '127.0.0.1:0',
      VESTIBULE_DATA: data,
      VESTIBULE_CLOCK_OFFSET_FILE: join(data, CLOCK),
      VESTIBULE_SITE: process.env['VESTIBULE_SITE'] ?? join(ROOT, 'target/site'),
      VESTIBULE_RATE_PER_MINUTE: '10000',
      KYC_PREFILL: 'on',
      // There is one phone that the sandbox knows somebody by.
      KYC_PREFILL_CODES_A_DAY: '1000',
      // So few that a test can use them up.
      KYC_ATTEMPTS: '3',
      // Longer than any test: the review ends when a test says so.
      VESTIBULE_SANDBOX_REVIEW_SECONDS: '600',
      // Hawaii is left out, so that somebody can live where the firm does not serve.
      VESTIBULE_SERVED_STATES: 'NY,CA,TX,MD,FL,IL',
      ...settings,
    };
    const elsewhere = settings['KYC_BASE_URL'];
    const words = elsewhere ? [OPEN, LISTENING] : [OPEN, LISTENING, SANDBOX];
    const { program, said } = await Program.start('vestibule', env, words);
    const [url = '', address = '', sandboxUrl = elsewhere ?? ''] = said;
    const server = new Server(program, env, data, url, `http://${address}`, sandboxUrl);
    await server.checkReady();
    return server;
  }

  /** The same server before a sandbox that is a process of its own: one that may be killed. */
  static withSandbox(upstream: SandboxProcess, settings: Record<string, string>): Promise<Server> {
    return Server.start({ ...settings, KYC_BASE_URL: upstream.url, KYC_TOKEN: SandboxProcess.TOKEN });
  }

  /** Kills it, without a chance to put anything in order. */
  crash(): Promise<void> {
    return this.program.kill();
  }

  /** Starts it again, with the same data at the same address. */
  async restart(): Promise<void> {
    if (!this.env['KYC_BASE_URL']) throw new Error('a sandbox in the same process would have forgotten everything');
    const { host } = new URL(this.url);
    const env = { ...this.env, VESTIBULE_ADDR: host, VESTIBULE_PUBLIC_URL: this.url };
    this.earlier = this.log;
    ({ program: this.program } = await Program.start('vestibule', env, [OPEN]));
    await this.checkReady();
  }

  /** Moves the server's clock ahead: what is due by then is due now. A debug build has a clock that can be moved. */
  advanceClock(seconds: number): void {
    this.offset += seconds * 1_000;
    const file = join(this.data, CLOCK);
    writeFileSync(`${file}.part`, `${this.offset}`);
    renameSync(`${file}.part`, file);
  }

  /** What the server's clock says, in milliseconds. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Wipes its database under its feet, as a disk does that fails. What it has in memory it keeps. */
  corruptDatabase(): void {
    for (const name of readdirSync(this.data).filter((file) => /\.db(-wal)?$/.test(file))) {
      const path = join(this.data, name);
      writeFileSync(path, Buffer.alloc(statSync(path).size), { flag: 'r+' });
    }
  }

  /** Runs a task of the program beside it; what it said. */
  runTask(...words: string[]): string {
    const env = { ...this.env, VESTIBULE_PUBLIC_URL: this.url, VESTIBULE_SANDBOX_ADDR: new URL(this.sandboxUrl).host };
    return Program.run('vestibule', env, words);
  }

  /** Its process. */
  get pid(): number {
    return this.program.pid;
  }

  /** Everything it has logged. */
  get log(): string[] {
    return [...this.earlier, ...this.program.lines];
  }

  async stop(): Promise<void> {
    await this.program.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  private async checkReady(): Promise<void> {
    const ready = await fetch(`${this.address}/health/ready`);
    if (!ready.ok) throw new Error(`the server is not ready: ${ready.status}`);
  }
}
