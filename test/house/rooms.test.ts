import { expect, test } from 'vitest';
import { codeOf, importsOf, isTest, readSources, roomOf } from '#test/support/sources.ts';

/** Which room may import which. A room not listed here may be imported by nobody but itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: ['core'],
  formats: ['core', 'formats'],
  contract: ['core', 'contract'],
  server: ['core', 'formats', 'contract', 'server', 'i18n'],
  web: ['core', 'contract', 'web', 'i18n'],
  cli: ['core', 'formats', 'contract', 'server', 'cli', 'i18n'],
};

/** What would make the core depend on when, where or how often it runs. */
const IMPURE =
  /\b(async|await|fetch|process|console|setTimeout)\b|Math\.random|Date\.now|new Date|Temporal\.Now|crypto\./;

/** Who may know that oRPC carries the API: its promises, and the two ends of the wire. */
const MAY_KNOW_ORPC =
  /^src\/(contract\/|server\/platform\/|server\/main\.ts$|server\/[^/]+\/(routes|enter-company|enter-session)\.ts$|web\/api\.ts$)/;

/** Packages that one place hides from everybody else, so that it alone changes when the package does. */
const HIDDEN: readonly (readonly [packageName: RegExp, mayImport: RegExp])[] = [
  [/^@orpc\//, MAY_KNOW_ORPC],
  [/^(hono|@hono)(\/|$)/, /^src\/server\/platform\//],
  [/^pg-boss$/, /^src\/server\/platform\//],
  [/^better-auth(\/|$)/, /^src\/server\/platform\/|^src\/web\//],
  [/^(nodemailer|smtp-server|imapflow)(\/|$)/, /^src\/server\/platform\//],
  [/^@myriaddreamin\//, /^src\/server\/platform\//],
  [/^@mantine\//, /^src\/web\//],
];

/** The invented company is loaded by a use case, and by a command that starts on its day. */
const MAY_KNOW_THE_DEMO = [
  'src/server/companies/load-demo.ts',
  'src/server/companies/load-demo-agreements.ts',
  'src/server/companies/load-demo-bank.ts',
  'src/cli/demo.ts',
];

/** Words of the business, which the platform serves without knowing it. */
const BUSINESS =
  /debtor|dunning|invoice|reminder|notice(?!able)|proposal|due_?item|open_?item|credit_?note|instalment/i;

const files = readSources('src/**/*.{ts,tsx}');
const own = files.filter(({ path }) => !isTest(path));
const parts = (path: string) => path.split('/');

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(30);
});

test('rooms import only the rooms they may', () => {
  const strays = files.flatMap(({ path, text }) =>
    importsOf(text)
      .filter((target) => target.startsWith('#') && !(isTest(path) && target.startsWith('#test/')))
      .filter((target) => !(target.startsWith('#demo/') && MAY_KNOW_THE_DEMO.includes(path)))
      .filter((target) => !MAY_IMPORT[roomOf(path)]?.includes(target.slice(1).split('/')[0] ?? ''))
      .map((target) => `${path} may not import ${target}`),
  );
  expect(strays).toEqual([]);
});

test('a file is reached by its room or from beside it, never by climbing', () => {
  const strays = files.flatMap(({ path, text }) =>
    importsOf(text)
      .filter((target) => target.startsWith('../'))
      .map((target) => `${path} climbs to ${target}: write #${roomOf(path)}/…`),
  );
  expect(strays).toEqual([]);
});

test('a package is known where it is hidden, and nowhere else', () => {
  const strays = own.flatMap(({ path, text }) =>
    importsOf(text)
      .filter((target) => HIDDEN.some(([name, may]) => name.test(target) && !may.test(path)))
      .map((target) => `${path} may not know ${target}`),
  );
  expect(strays).toEqual([]);
});

test('the core touches nothing outside itself', () => {
  const strays = own
    .filter(({ path }) => roomOf(path) === 'core')
    .flatMap(({ path, text }) => [
      ...importsOf(text)
        .filter((target) => !/^(#core\/|\.\/)/.test(target))
        .map((target) => `${path} imports ${target}`),
      ...(IMPURE.exec(codeOf(text)) ?? []).slice(0, 1).map((word) => `${path} uses ${word}`),
    ]);
  expect(strays).toEqual([]);
});

test('the platform speaks no business word', () => {
  const strays = own
    .filter(({ path }) => path.startsWith('src/server/platform/') && !path.endsWith('/db.ts'))
    .flatMap(({ path, text }) =>
      codeOf(text)
        .split('\n')
        .filter((line) => BUSINESS.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(strays).toEqual([]);
});

test('the platform knows of a subject only what its rows are', () => {
  const strays = own
    .filter(({ path }) => path.startsWith('src/server/platform/'))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((target) => target.startsWith('#server/') && !target.startsWith('#server/platform/'))
        .filter((target) => !target.endsWith('/tables.ts'))
        .map((target) => `${path} imports ${target}`),
    );
  expect(strays).toEqual([]);
});

test('the outer doors of a subject are opened by main.ts alone', () => {
  const strays = own
    .filter(({ path }) => path !== 'src/server/main.ts')
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((target) => /^(#server\/[^/]+|\.)\/(routes|workers)\.ts$/.test(target))
        .map((target) => `${path} imports ${target}`),
    );
  expect(strays).toEqual([]);
});

test('a screen knows no other screen, a part no screen, and the ui no business', () => {
  const strays = own
    .filter(({ path }) => /^src\/web\/(screens|parts|ui)\//.test(path))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((target) => isForeign(path, target))
        .map((target) => `${path} imports ${target}`),
    );
  expect(strays).toEqual([]);
});

function isForeign(path: string, target: string): boolean {
  const [, , floor, screen] = parts(path);
  if (floor === 'screens') return target.startsWith('#web/screens/') && parts(target)[2] !== screen;
  if (floor === 'parts') return /^#web\/(screens|routes)/.test(target);
  return /^#web\/(screens|parts|routes|api|paths)|^#contract\//.test(target);
}
