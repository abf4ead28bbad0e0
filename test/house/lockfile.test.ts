import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printSbom } from './print-sbom.ts';

type Entry = {
  readonly optionalDependencies?: Record<string, string>;
  readonly os?: string[];
  readonly cpu?: string[];
};
const lock: Record<string, Entry> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

test('every package is pinned to one version', () => {
  const wanted = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
});

/** A registry that lacks the packages of other systems leaves them out, and then `npm ci` refuses everywhere. */
test('the lockfile names the packages of every system, not only of the one it was written on', () => {
  const names = new Set(
    Object.keys(lock).map((folder) => folder.slice(folder.lastIndexOf('node_modules/') + 13)),
  );
  const missing = Object.values(lock).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !names.has(name)),
  );
  expect(missing).toEqual([]);
});

test('the list of parts (SBOM) is what production installs, each with its version and fingerprint', () => {
  const printed = printSbom();
  expect(readFileSync('docs/security/sbom.cdx.json', 'utf8'), 'npm run docs writes it anew').toBe(printed);
  type Part = { readonly version: string; readonly scope: string; readonly hashes?: object[] };
  const { components } = JSON.parse(printed) as { readonly components: readonly Part[] };
  expect(components.length).toBeGreaterThan(50);
  // Parts for other machines are in the lockfile by name and version; npm adds their fingerprint where it installs them.
  const bare = components.filter(({ hashes }) => hashes?.length !== 1);
  expect(components.filter(({ version }) => version === '')).toEqual([]);
  expect(bare.filter(({ scope }) => scope === 'required')).toEqual([]);
});
