import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Lock = z.object({
  version: z.string(),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

/** Everything that production installs, by name, version and fingerprint, as CycloneDX 1.6; from the lockfile alone. */
export function printSbom(): string {
  const { version, packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const components = Object.entries(packages)
    .filter(([folder, { dev }]) => folder !== '' && dev !== true)
    .map(([folder, entry]) => componentOf(nameOf(folder), entry))
    .sort((one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1));
  const once = components.filter((one, at) => one['bom-ref'] !== components[at - 1]?.['bom-ref']);
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name: 'rappel',
        version,
        'bom-ref': `pkg:npm/rappel@${version}`,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components: once,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

type Entry = z.infer<typeof Lock>['packages'][string];

function componentOf(name: string, { version = '', license, integrity, optional }: Entry) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [, sha512] = /^sha512-(\S+)/.exec(integrity ?? '') ?? [];
  return {
    type: 'library',
    name,
    version,
    'bom-ref': purl,
    purl,
    scope: optional ? 'optional' : 'required',
    ...(license ? { licenses: [{ expression: license }] } : {}),
    ...(sha512
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }] }
      : {}),
  };
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
