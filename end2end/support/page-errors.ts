// Errors that no page may cause in any test: policy violations, console errors, exceptions and failed requests.
import type { BrowserContext } from '@playwright/test';

/** Log lines with errors and panics of a server. */
export function errorLines(log: string[]): string[] {
  return log.filter((line) => /^\S+ +ERROR |panicked/.test(line));
}

export class PageErrors {
  private readonly seen: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Expects these errors, because the test provokes them. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  /** Errors that the test did not expect. */
  get faults(): string[] {
    return this.unexpected(this.seen);
  }

  unexpected(lines: string[]): string[] {
    return lines.filter((line) => !this.expected.some((pattern) => pattern.test(line)));
  }

  async observe(context: BrowserContext): Promise<void> {
    context.on('console', (message) => {
      if (message.type() === 'error' || /violat|trusted ?types?|refused to/i.test(message.text())) {
        this.seen.push(`console: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => this.seen.push(`page error: ${error.error().message}`));
    context.on('response', (response) => {
      if (response.status() >= 500) this.seen.push(`response: ${response.status()} ${response.url()}`);
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? 'unknown';
      // A browser that navigates away aborts its pending requests.
      if (why !== 'net::ERR_ABORTED') this.seen.push(`request: ${why} ${request.url()}`);
    });
    await context.exposeBinding('reportViolation', (_, what: string) => this.seen.push(`policy: ${what}`));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (window as unknown as { reportViolation(what: string): void }).reportViolation;
        report(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
  }
}
