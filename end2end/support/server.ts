// Server process with temporary data and free ports. Its sandbox runs in the same process or in its own.
import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program, ROOT } from './program';

const OPEN = /is open: (\S+?)\/?\s/;
const LISTENING = /listening address=(\S+)/;
const SANDBOX = /Sandbox\s+(\S+)/;
/** File with the offset of the server's clock (server/src/system.rs). */
const CLOCK = 'clock-offset';

/** Sandbox in its own process, which outlives the server. */
export class SandboxProcess {
  static readonly TOKEN = 'end-to-end';
  private constructor(
    private readonly program: Program,
    /** Origin of the sandbox. */
    readonly url: string,
  ) {}

  static async start(): Promise<SandboxProcess> {
    const env = { SANDBOX_ADDR: '127.0.0.1:0', SANDBOX_TOKEN: SandboxProcess.TOKEN };
    const { program, captures } = await Program.start('sandbox', env, [SANDBOX]);
    return new SandboxProcess(program, captures[0] ?? '');
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}

/** New database in the cluster that `tools/postgres.sh` has started. Without a cluster each server has a file of SQLite. */
function newDatabase(): Record<string, string> {
  const cluster = process.env['VESTIBULE_TEST_POSTGRES'];
  if (!cluster) return {};
  const name = `e2e_${randomUUID().replaceAll('-', '_')}`;
  execFileSync('psql', ['--quiet', '--command', `CREATE DATABASE ${name}`, cluster]);
  return { DATABASE_URL: cluster.replace('/postgres?', `/${name}?`) };
}

export class Server {
  private previousLog: string[] = [];
  private offset = 0;
  private constructor(
    private program: Program,
    private readonly env: Record<string, string>,
    private readonly data: string,
    /** Public URL, without a trailing slash. */
    readonly url: string,
    /** Listening address. It differs from the public URL behind a proxy. */
    readonly address: string,
    /** Origin of the sandbox, or of another provider. */
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
      // The sandbox knows one phone only, so many tests request codes for it.
      KYC_PREFILL_CODES_A_DAY: '1000',
      // Few enough that a test can use them up.
      KYC_ATTEMPTS: '3',
      // Longer than any test: each test finishes the review explicitly.
      VESTIBULE_SANDBOX_REVIEW_SECONDS: '600',
      // Hawaii is left out, so that a test has a state that is not served.
      VESTIBULE_SERVED_STATES: 'NY,CA,TX,MD,FL,IL',
      ...newDatabase(),
      ...settings,
    };
    const providerUrl = settings['KYC_BASE_URL'];
    const patterns = providerUrl ? [OPEN, LISTENING] : [OPEN, LISTENING, SANDBOX];
    const { program, captures } = await Program.start('vestibule', env, patterns);
    const [publicUrl = '', address = '', sandboxUrl = providerUrl ?? ''] = captures;
    const server = new Server(program, env, data, publicUrl, `http://${address}`, sandboxUrl);
    await server.checkReady();
    return server;
  }

  /** Starts a server whose sandbox is a separate process and survives a crash of the server. */
  static withSandbox(sandbox: SandboxProcess, settings: Record<string, string>): Promise<Server> {
    return Server.start({ ...settings, KYC_BASE_URL: sandbox.url, KYC_TOKEN: SandboxProcess.TOKEN });
  }

  /** Kills the server without a shutdown. */
  crash(): Promise<void> {
    return this.program.kill();
  }

  /** Restarts the server with the same data and the same address. */
  async restart(): Promise<void> {
    if (!this.env['KYC_BASE_URL']) throw new Error('a sandbox in the same process would have forgotten everything');
    const { host } = new URL(this.url);
    const env = { ...this.env, VESTIBULE_ADDR: host, VESTIBULE_PUBLIC_URL: this.url };
    this.previousLog = this.log;
    ({ program: this.program } = await Program.start('vestibule', env, [OPEN]));
    await this.checkReady();
  }

  /** Advances the server's clock, so that later jobs become due. Only debug builds have an adjustable clock. */
  advanceClock(seconds: number): void {
    this.offset += seconds * 1_000;
    const file = join(this.data, CLOCK);
    writeFileSync(`${file}.part`, `${this.offset}`);
    renameSync(`${file}.part`, file);
  }

  /** Time of the server's clock, in milliseconds. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Overwrites the file of SQLite with zeros, like a failing disk. Data in the server's memory stays valid. */
  corruptDatabase(): void {
    for (const name of readdirSync(this.data).filter((file) => /\.db(-wal)?$/.test(file))) {
      const path = join(this.data, name);
      writeFileSync(path, Buffer.alloc(statSync(path).size), { flag: 'r+' });
    }
  }

  /** Runs a command of the program on the same data. Returns its output. */
  runTask(...words: string[]): string {
    const env = { ...this.env, VESTIBULE_PUBLIC_URL: this.url, VESTIBULE_SANDBOX_ADDR: new URL(this.sandboxUrl).host };
    return Program.run('vestibule', env, words);
  }

  /** Process id. */
  get pid(): number {
    return this.program.pid;
  }

  /** All log lines, including those before a restart. */
  get log(): string[] {
    return [...this.previousLog, ...this.program.lines];
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
