// What deploys the program: compose.yaml and the Kubernetes manifests, as data.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv, { type ValidateFunction } from 'ajv';
import { parse, parseAllDocuments } from 'yaml';

/** A node of a parsed document; the schemas say what is in it. */
export type Node = any;

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const exists = (path: string): boolean => existsSync(join(root, path));

export const KUBERNETES = 'deploy/kubernetes';
export const OVERLAY = `${KUBERNETES}/overlays/production`;

export const compose = (): Node => parse(read('compose.yaml'), { merge: true });
export const kustomization = (folder: string): Node => parse(read(`${folder}/kustomization.yaml`));

/** The other YAML files of a folder, by their names. */
export function manifestFiles(folder: string): string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml'));
  return names.filter((name) => name !== 'kustomization.yaml').map((name) => relative(root, join(root, folder, name)));
}

/** The documents of a file. */
export function documents(path: string): Node[] {
  const found = parseAllDocuments(read(path));
  const errors = found.flatMap((it) => it.errors);
  if (errors.length > 0) throw new Error(`${path}: ${errors.join(', ')}`);
  return found.map((it) => it.toJS());
}

/** Every manifest of the base. */
export const base = (): Node[] => manifestFiles(`${KUBERNETES}/base`).flatMap(documents);

export function byKind(kind: string): Node {
  const found = base().find((it) => it.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

/** The template of the Pods of a StatefulSet or a Job. */
export const podOf = (kind: string): Node => byKind(kind).spec.template;

/** The variables that a generated ConfigMap has. */
export function literals(folder: string): Record<string, string> {
  const lines: string[] = kustomization(folder).configMapGenerator.flatMap((it: Node) => it.literals);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

const schema = (name: string): Node => JSON.parse(readFileSync(join(root, `end2end/schemas/${name}.json`), 'utf8'));

/** A schema without its lists of required fields: a patch has a part of a manifest. */
function partial(node: Node): Node {
  if (Array.isArray(node)) return node.map(partial);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => key !== 'required' || !Array.isArray(value));
  return Object.fromEntries(entries.map(([key, value]) => [key, partial(value)]));
}

const faultsOf = (validate: ValidateFunction, node: Node): string[] =>
  validate(node) ? [] : (validate.errors ?? []).map((it) => `${it.instancePath} ${it.message} ${JSON.stringify(it.params)}`);

// The formats of both schemas are widths of numbers and names of Docker.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const GROUPS: Record<string, string> = {
  v1: 'io.k8s.api.core.v1',
  'apps/v1': 'io.k8s.api.apps.v1',
  'batch/v1': 'io.k8s.api.batch.v1',
  'policy/v1': 'io.k8s.api.policy.v1',
  'networking.k8s.io/v1': 'io.k8s.api.networking.v1',
};
const whole = schema('kubernetes');
const part = partial(whole);

/** Faults of a manifest, or of a patch of one, by the schema of its kind. */
export function manifestFaults(node: Node, isPatch = false): string[] {
  const definition = `${GROUPS[node.apiVersion]}.${node.kind}`;
  const { $defs } = isPatch ? part : whole;
  if (!$defs[definition]) return [`no schema for ${node.apiVersion} ${node.kind}`];
  return faultsOf(ajv.compile({ $ref: `#/$defs/${definition}`, $defs }), node);
}

export const composeFaults = (node: Node): string[] => faultsOf(ajv.compile(schema('compose')), node);

/** The names in the first column of a table of a page, by how they begin. */
export function rows(page: string, begin: string): string[] {
  const lines = read(page).split('\n').map((line) => line.replace(/^\/\/! /, ''));
  return lines.filter((line) => line.startsWith(`| \`${begin}`)).map((line) => line.split('`')[1] ?? '');
}

/** Rows of the configuration that production requires. */
export function required(): string[] {
  const lines = read('docs/configuration.md').split('\n').filter((line) => line.includes('| † '));
  return lines.map((line) => line.split('`')[1] ?? '');
}

/** The version of the workspace. */
export const version = (): string => /^version = "(.+)"$/m.exec(read('Cargo.toml'))?.[1] ?? '';
