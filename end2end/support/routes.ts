// Every path of the site, read from the sources, so that tests cover new paths automatically.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '..';

/** The module of a folder: its own file and those directly in the folder. */
function sources(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.rs'));
  return [`${folder}.rs`, ...files.map((name) => join(folder, name))].map((path) => readFileSync(join(ROOT, path), 'utf8'));
}

function all(texts: string[], pattern: RegExp): string[] {
  return texts.flatMap((text) => [...text.matchAll(pattern)].map((found) => found[1] ?? ''));
}

/** Paths in app/src/routes.rs. */
export function pagePaths(): string[] {
  const [code = ''] = readFileSync(join(ROOT, 'app/src/routes.rs'), 'utf8').split('#[cfg(test)]');
  return all([code], /"(\/[^"]*)"/g);
}

/** Paths of the server functions. */
export function serverFunctions(): string[] {
  return all(sources('app/src/api'), /endpoint = "([^"]+)"/g).map((name) => `/api/${name}`);
}

/** Paths of the hand-written axum routes. */
export function axumRoutes(): string[] {
  const code = [...sources('server/src/http'), ...sources('server/src/http/handlers'), ...sources('server/src/evidence')];
  return [...all(code, /(?:route|route_service|nest_service)\(\s*"([^"]+)"/g), ...all(code, /const PATH: &str = "([^"]+)"/g)];
}
