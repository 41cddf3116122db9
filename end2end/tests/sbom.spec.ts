// The bill of materials (`make sbom`) is a valid CycloneDX document and says what a release contains.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from '@playwright/test';

interface Component {
  name: string;
  version: string;
  scope: string;
  purl?: string;
  licenses: { expression: string }[];
  hashes?: { alg: string; content: string }[];
}
interface Bom {
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const folder = join(dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
const schema = (name: string): object => JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8'));

function bom(file: string): Bom {
  execFileSync('node', ['../tools/sbom.mjs', file]);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Faults of a document by the published schema. */
function faults(document: unknown): unknown {
  // The schemas refer to each other by the names of their files.
  const others = ['spdx', 'jsf-0.82', 'cryptography-defs'];
  const schemas = Object.fromEntries(others.map((it) => [`http://cyclonedx.org/schema/${it}.SNAPSHOT.schema.json`, schema(it)]));
  const ajv = new Ajv({ strict: false, schemas });
  addFormats(ajv);
  // The draft of 2019 has names in other alphabets, which no address of a crate uses.
  ajv.addFormat('iri-reference', true);
  ajv.addFormat('idn-email', true);
  const validate = ajv.compile(schema('bom-1.6'));
  return validate(document) ? [] : validate.errors;
}

test.describe('bill of materials', { tag: '@desktop' }, () => {
  test('all three lock files: valid by the schema, the same bytes each time', ({}, info) => {
    const [first, second] = [info.outputPath('first.json'), info.outputPath('second.json')];
    const document = bom(first);
    expect(faults(document)).toEqual([]);
    expect(faults({ ...document, components: [{ name: 'no type' }] })).not.toEqual([]);
    bom(second);
    expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
  });

  test('scope and origin of each component', ({}, info) => {
    const { components, dependencies } = bom(info.outputPath('bom.json'));
    const found = (name: string): Component | undefined => components.find((it) => it.name === name);
    for (const [name, scope] of Object.entries({
      axum: 'required', leptos: 'required', 'libsqlite3-sys': 'required', kyc: 'required',
      cc: 'excluded', serde_derive: 'excluded', proptest: 'excluded', bench: 'excluded',
      esbuild: 'excluded', '@playwright/test': 'excluded',
    })) expect(found(name)?.scope, name).toBe(scope);
    expect(found('@playwright/test')?.purl).toMatch(/^pkg:npm\/%40playwright\/test@\d/);
    expect(found('axum')?.hashes?.[0]).toEqual({ alg: 'SHA-256', content: expect.stringMatching(/^[0-9a-f]{64}$/) });
    // What a release contains has a licence, and what is not ours has a checksum.
    const required = components.filter(({ scope }) => scope === 'required');
    expect(required.filter(({ licenses }) => licenses.length === 0)).toEqual([]);
    expect(required.filter(({ purl, hashes }) => purl && !hashes)).toEqual([]);
    const references = new Set(dependencies.map(({ ref }) => ref));
    expect(dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !references.has(ref))).toEqual([]);
  });
});
