// Bill of materials in CycloneDX format (JSON, 1.6), from Cargo.lock and both package-lock.json:
//
//   node tools/sbom.mjs [FILE]    target/sbom/vestibule.cdx.json without a FILE
//
// `scope` says what a release contains: `required` for the crates in the program and in the browser's bundle,
// `excluded` for what only builds or tests them. The same commit gives the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** What a release is built for, and the browser. */
const PLATFORMS = ['x86_64-unknown-linux-musl', 'aarch64-unknown-linux-musl', 'wasm32-unknown-unknown'];
/** The two packages whose code is delivered: the program and the bundle inside it. */
const DELIVERED = ['server', 'frontend'];
const LOCKS = ['tools/package-lock.json', 'end2end/package-lock.json'];

const run = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
const read = (path) => readFileSync(join(root, path), 'utf8');

/** SHA-256 of each crate's archive, by name and version. */
function checksums() {
  const crates = read('Cargo.lock').matchAll(/\[\[package\]\]\nname = "(.+)"\nversion = "(.+)"\n(?:source = .*\n)?(?:checksum = "(.+)")?/g);
  return new Map([...crates].map(([, name, version, checksum]) => [`${name}@${version}`, checksum]));
}

/** Old manifests separate licences by a slash, which is no SPDX expression. */
const expression = (license) => (license ? [{ expression: license.replaceAll(/\s*\/\s*/g, ' OR ') }] : []);

function crates() {
  const metadata = JSON.parse(run('cargo', 'metadata', '--locked', '--format-version=1', ...PLATFORMS.map((it) => `--filter-platform=${it}`)));
  const packages = new Map(metadata.packages.map((it) => [it.id, it]));
  const nodes = new Map(metadata.resolve.nodes.map((it) => [it.id, it]));
  const ref = (id) => `pkg:cargo/${packages.get(id).name}@${packages.get(id).version}`;
  // A procedural macro runs in the compiler, and so does all that it uses.
  const isMacro = (id) => packages.get(id).targets.some(({ kind }) => kind.includes('proc-macro'));
  const uses = (id, wanted) => nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => wanted.includes(kind))).map(({ pkg }) => pkg);
  const delivered = new Set();
  const open = metadata.packages.filter(({ name, source }) => !source && DELIVERED.includes(name)).map(({ id }) => id);
  while (open.length > 0) {
    const id = open.pop();
    if (delivered.has(id) || isMacro(id)) continue;
    delivered.add(id);
    open.push(...uses(id, [null]));
  }
  const sums = checksums();
  const components = metadata.packages.map(({ id, name, version, license, description, repository, source }) => {
    const sum = sums.get(`${name}@${version}`);
    return {
      type: 'library',
      'bom-ref': ref(id),
      name,
      version,
      ...(description && { description: description.trim().replaceAll(/\s+/g, ' ') }),
      scope: delivered.has(id) ? 'required' : 'excluded',
      ...(sum && { hashes: [{ alg: 'SHA-256', content: sum }] }),
      licenses: expression(license),
      ...(source && { purl: ref(id) }),
      ...(repository && { externalReferences: [{ type: 'vcs', url: repository }] }),
    };
  });
  const dependencies = metadata.packages.map(({ id }) => ({ ref: ref(id), dependsOn: uses(id, [null, 'build']).map(ref) }));
  return { components, dependencies, version: packages.get(metadata.workspace_members[0]).version };
}

/** Packages of one lock file. None of them is in the program: they build the bundle or test it. */
function npm(lock) {
  const { packages } = JSON.parse(read(lock));
  const name = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const ref = (path) => `pkg:npm/${name(path).replace('@', '%40')}@${packages[path].version}`;
  // As Node.js looks a package up: first below the package that asks for it, then further up.
  const resolved = (from, wanted) => {
    for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
      const path = `${folder ? `${folder}/` : ''}node_modules/${wanted}`;
      if (packages[path]) return path;
      if (!folder) return undefined;
    }
  };
  const paths = Object.keys(packages).filter(Boolean);
  const components = paths.map((path) => {
    const { version, license, integrity } = packages[path];
    const [algorithm, sum] = (integrity ?? '').split('-');
    return {
      type: 'library',
      'bom-ref': ref(path),
      name: name(path),
      version,
      scope: 'excluded',
      ...(algorithm === 'sha512' && { hashes: [{ alg: 'SHA-512', content: Buffer.from(sum, 'base64').toString('hex') }] }),
      licenses: expression(license),
      purl: ref(path),
    };
  });
  const dependencies = paths.map((path) => {
    const { dependencies = {}, optionalDependencies = {} } = packages[path];
    const wanted = Object.keys({ ...dependencies, ...optionalDependencies });
    return { ref: ref(path), dependsOn: wanted.map((it) => resolved(path, it)).filter(Boolean).map(ref) };
  });
  return { components, dependencies };
}

/** Entries by their reference: two lock files may name one package. */
function merged(parts, key) {
  const all = new Map(parts.flat().map((it) => [it[key], it]));
  return [...all.values()].sort((a, b) => (a[key] < b[key] ? -1 : 1));
}

const cargo = crates();
const node = LOCKS.map(npm);
const program = `pkg:cargo/server@${cargo.version}`;
const components = merged([cargo.components, ...node.map((it) => it.components)], 'bom-ref');
const dependencies = merged([cargo.dependencies, ...node.map((it) => it.dependencies)], 'ref');
for (const { dependsOn } of dependencies) dependsOn.splice(0, Infinity, ...[...new Set(dependsOn)].sort());

const seconds = process.env.SOURCE_DATE_EPOCH ?? run('git', 'log', '-1', '--format=%ct').trim();
const content = createHash('sha256').update(JSON.stringify([components, dependencies])).digest('hex');
const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  // A version 8 UUID: its other bits are the content's hash.
  serialNumber: `urn:uuid:${content.slice(0, 8)}-${content.slice(8, 12)}-8${content.slice(13, 16)}-8${content.slice(17, 20)}-${content.slice(20, 32)}`,
  version: 1,
  metadata: {
    timestamp: new Date(Number(seconds) * 1000).toISOString(),
    lifecycles: [{ phase: 'build' }],
    tools: { components: [{ type: 'application', name: 'tools/sbom.mjs', version: cargo.version }] },
    component: {
      type: 'application',
      'bom-ref': `vestibule@${cargo.version}`,
      name: 'vestibule',
      version: cargo.version,
      licenses: expression('Apache-2.0'),
    },
  },
  components,
  dependencies: [{ ref: `vestibule@${cargo.version}`, dependsOn: DELIVERED.map((it) => program.replace('server', it)) }, ...dependencies],
};

const file = resolve(process.argv[2] ?? join(root, 'target/sbom/vestibule.cdx.json'));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`);
const required = components.filter(({ scope }) => scope === 'required').length;
console.log(`${file}: ${components.length} components, ${required} of them in the program`);
