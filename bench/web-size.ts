/** What a browser must load before the first screen stands there: node bench/web-size.ts (after `npm run build`). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean };
const FOLDER = process.argv[2] ?? 'dist/web';
const LIMIT_KB = 300;
const FIRST_SCREENS = ['screens/sign-in/SignInScreen.tsx', 'screens/worklist/WorklistScreen.tsx'];

const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(path.join(FOLDER, '.vite/manifest.json'), 'utf8'),
);
const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry);
if (entry === undefined) throw new Error(`${FOLDER} holds no entry: build the web first.`);

const screens = FIRST_SCREENS.filter((name) => name in manifest).map((screen) => {
  // start.tsx is fetched by main.tsx once Temporal is there; the first words come before any screen.
  const files = loadedBy([entry, screen, ...wordsOf('en')]);
  return { screen, ...weightsOf(files) };
});
const heaviest = Math.max(...screens.map(({ jsGzipKb }) => jsGzipKb));
process.stdout.write(
  `${JSON.stringify({ limitKb: LIMIT_KB, holds: heaviest <= LIMIT_KB, screens }, null, 2)}\n`,
);
if (heaviest > LIMIT_KB) process.exitCode = 1;

function wordsOf(language: string): string[] {
  return Object.keys(manifest).filter((name) => name.endsWith(`i18n/${language}/screens.json?first`));
}

/** A chunk and all it imports at once; what is imported later is not loaded yet. */
function loadedBy(names: readonly string[], seen = new Set<string>()): Set<string> {
  for (const name of names) {
    const chunk = manifest[name];
    if (!chunk || seen.has(name)) continue;
    seen.add(name);
    loadedBy(chunk.imports ?? [], seen);
  }
  return seen;
}

function weightsOf(names: ReadonlySet<string>) {
  const chunks = [...names].flatMap((name) => manifest[name] ?? []);
  const js = new Set(chunks.map(({ file }) => file));
  const css = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  return { jsGzipKb: kilobytes(js), cssGzipKb: kilobytes(css), files: js.size };
}

function kilobytes(files: ReadonlySet<string>): number {
  const bytes = [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(path.join(FOLDER, file)), { level: 9 }).length,
    0,
  );
  return Math.round(bytes / 102.4) / 10;
}
