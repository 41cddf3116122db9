// Builds the browser's files into target/site. These are the wasm of the `frontend` crate with its JavaScript glue,
// two style sheets, and style/public. File names contain a hash of the content, so that browsers can cache them
// without expiry. Each file has .br and .gz variants. target/site/hash.txt lists the hashes in cargo-leptos's format.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { bundle } from 'lightningcss';

const NAME = 'vestibule';
const SITE = 'target/site';
const PKG = `${SITE}/pkg`;
const CACHE = 'target/bundle';
const PROFILE = 'lib-profile-release';
const RAW_WASM = `target/wasm/wasm32-unknown-unknown/${PROFILE}/frontend.wasm`;

// Oldest browsers with the wasm features that rustc uses by default. The style sheets target the same browsers.
const BROWSERS = { chrome: 100 << 16, firefox: 100 << 16, safari: (15 << 16) | (4 << 8) };
const WASM_FEATURES = [
  'bulk-memory', 'bulk-memory-opt', 'multivalue', 'mutable-globals',
  'nontrapping-float-to-int', 'reference-types', 'sign-ext',
].map((feature) => `--enable-${feature}`);

main();

function main() {
  process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
  compile();
  const files = publish(browserCode(), styleSheet('main'), styleSheet('admin'));
  copyPublicFiles();
  writeWhole(`${SITE}/hash.txt`, files.map(({ kind, hash }) => `${kind}: ${hash}\n`).join(''));
  removeStale(files);
  print(files);
}

function compile() {
  run('tools/wasm-cargo.sh', ['build', '-p', 'frontend', '--profile', PROFILE]);
}

// Optimising takes longest and depends only on the compiler's output and the tools, so its result is cached.
function browserCode() {
  const key = hashOf(...[RAW_WASM, 'tools/bundle.mjs', 'tools/package-lock.json'].map((path) => readFileSync(path)));
  const cached = `${CACHE}/${key}`;
  if (!existsSync(cached)) {
    rmSync(CACHE, { recursive: true, force: true });
    optimise(`${CACHE}/unfinished`);
    renameSync(`${CACHE}/unfinished`, cached);
  }
  return { wasm: readFileSync(`${cached}/${NAME}.wasm`), glue: `${cached}/${NAME}.js` };
}

function optimise(folder) {
  const [bound, small] = [`${folder}/${NAME}_bg.wasm`, `${folder}/${NAME}.wasm`];
  run('.tools/bin/wasm-bindgen', ['--target=web', '--no-typescript', `--out-name=${NAME}`, `--out-dir=${folder}`, RAW_WASM]);
  run('tools/node_modules/.bin/wasm-opt', ['-Oz', '--strip-debug', '--strip-producers', ...WASM_FEATURES, bound, '-o', small]);
}

function styleSheet(name) {
  return bundle({ filename: `style/${name}.css`, minify: true, targets: BROWSERS }).code;
}

// The glue falls back to a default path of its wasm file, so that path must be the hashed name.
function minifyGlue(path, wasmName) {
  const plain = `${NAME}_bg.wasm`;
  const result = buildSync({ entryPoints: [path], bundle: true, format: 'esm', target: 'es2022', minify: true, write: false });
  const code = result.outputFiles[0].text;
  if (!code.includes(plain)) throw new Error(`the glue no longer names ${plain}: look how wasm-bindgen finds its wasm now`);
  return Buffer.from(code.replaceAll(plain, wasmName));
}

function publish({ wasm, glue }, css, adminCss) {
  mkdirSync(PKG, { recursive: true });
  const wasmFile = publishFile('wasm', wasm);
  const jsFile = publishFile('js', minifyGlue(glue, wasmFile.name));
  return [jsFile, wasmFile, publishFile('css', css), publishFile('admin.css', adminCss)];
}

// An existing file has the right content already, because its name contains the hash.
function publishFile(kind, content) {
  const hash = hashOf(content);
  const name = `${NAME}.${hash}.${kind}`;
  const written = (suffix, make) => {
    const path = `${PKG}/${name}${suffix}`;
    if (!existsSync(path)) writeWhole(path, make(content));
    return readFileSync(path).length;
  };
  return { kind, hash, name, gzip: written('.gz', gzip), brotli: written('.br', brotli), raw: written('', (it) => it) };
}

function gzip(content) {
  return gzipSync(content, { level: 9 });
}

function brotli(content) {
  return brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
}

function copyPublicFiles() {
  if (existsSync('style/public')) cpSync('style/public', SITE, { recursive: true });
}

function removeStale(files) {
  const sources = existsSync('style/public') ? readdirSync('style/public') : [];
  keepOnly(SITE, ['pkg', 'hash.txt', ...sources]);
  keepOnly(PKG, files.flatMap(({ name }) => [name, `${name}.br`, `${name}.gz`]));
}

function keepOnly(folder, names) {
  for (const entry of readdirSync(folder)) {
    if (!names.includes(entry)) rmSync(join(folder, entry), { recursive: true });
  }
}

function print(files) {
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  for (const { name, raw, brotli } of files) console.log(`${name.padEnd(34)}${kb(raw)}${kb(brotli)} brotli`);
}

// --- small helpers ----------------------------------------------------------

function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}

// Writes to a temporary name first, so that an interrupted run leaves no partial file under the final name.
function writeWhole(path, content) {
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) console.error(`${command}: ${error.message} (tools/setup.sh installs it)`);
  if (status !== 0) process.exit(1);
}
