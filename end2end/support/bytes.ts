// Raw HTTP responses: no decompression, no redirects.
import { get, type IncomingHttpHeaders } from 'node:http';
import { brotliCompressSync, constants } from 'node:zlib';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Sends one GET request on its own connection. */
export async function fetchRaw(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((found, failed) => {
    get(url, { headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', failed);
      answer.on('end', () => {
        found({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) });
      });
    }).on('error', failed);
  });
}

/** Compresses with brotli at its highest quality. */
export function brotli(content: Buffer): Buffer {
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_SIZE_HINT: size } = constants;
  return brotliCompressSync(content, { params: { [quality]: 11, [size]: content.length } });
}

/** Paths of the built files that a page refers to, by kind. */
export function builtFiles(html: string): Partial<Record<'css' | 'js' | 'wasm', string>> {
  const names = html.matchAll(/\/pkg\/vestibule\.[0-9a-f]{16}\.(css|js|wasm)/g);
  return Object.fromEntries([...names].map(([path, kind]) => [kind, path]));
}
