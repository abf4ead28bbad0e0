import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Every check there is, in the order of CI: `npm test` and `npm run check` are this file. Names as arguments run
 * only those: `npm test -- unit db`. All run even when one fails, so that one round tells everything.
 */
const STATIC = {
  types: ['tsc', '-p', '.'],
  lint: ['biome', 'check', '.'],
  // Known holes of packages: the one check that asks the network. Where there is none it says so, and counts as skipped.
  packages: ['node', 'test/house/audit-packages.ts'],
} as const;
/** How a check ends that could not be made. */
const NOT_KNOWN = 75;
const SUITES = ['house', 'unit', 'db', 'journeys'] as const;

type Count = { passed: number; failed: number; skipped: number };
type Outcome = Count & { readonly name: string; readonly ok: boolean; readonly seconds: number };

const reports = mkdtempSync(path.join(tmpdir(), 'rappel-reports-'));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in STATIC) && !SUITES.some((suite) => suite === name));
if (unknown.length > 0) {
  say(
    `There is no suite ${unknown.join(', ')}. There are: ${[...Object.keys(STATIC), ...SUITES].join(', ')}.`,
  );
  process.exit(2);
}
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

const outcomes = [
  ...Object.entries(STATIC)
    .filter(([name]) => isWanted(name))
    .map(([name, command]) => runStatic(name, command)),
  ...SUITES.filter(isWanted).map(runSuite),
];
rmSync(reports, { recursive: true, force: true });
tell(outcomes);

function runStatic(name: string, command: readonly string[]): Outcome {
  const started = performance.now();
  const code = run(command);
  const ok = code === 0 || code === NOT_KNOWN;
  const skipped = code === NOT_KNOWN ? 1 : 0;
  return { name, ok, seconds: secondsSince(started), passed: 0, failed: ok ? 0 : 1, skipped };
}

function runSuite(name: string): Outcome {
  const report = path.join(reports, `${name}.json`);
  const started = performance.now();
  const ended = run([
    'vitest',
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const count = countOf(report);
  // A runner that fell over has failed, whatever its tests said before.
  const failed = count.failed === 0 && ended !== 0 ? 1 : count.failed;
  return { ...count, failed, name, ok: failed === 0, seconds: secondsSince(started) };
}

function run([command, ...rest]: readonly string[]): number | null {
  say(`\n▸ ${[command, ...rest.filter((word) => !word.startsWith('--outputFile'))].join(' ')}`);
  const bin = path.join('node_modules', '.bin', command ?? '');
  const child = spawnSync(process.platform === 'win32' ? `${bin}.cmd` : bin, rest, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      PATH: `${path.resolve('node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
    },
  });
  return child.status;
}

function countOf(report: string): Count {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const json = JSON.parse(readFileSync(report, 'utf8'));
  const fallenFiles = json.testResults.filter(
    (file: { status: string; assertionResults: unknown[] }) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + fallenFiles,
    skipped: json.numPendingTests + json.numTodoTests,
  };
}

function tell(all: readonly Outcome[]) {
  say('');
  for (const { name, ok, passed, failed, skipped, seconds } of all) {
    const told = skipped > 0 ? 'SKIPPED: see above' : '';
    const counted = name in STATIC ? told : `${passed} passed, ${failed} failed, ${skipped} skipped`;
    say(`${ok ? '✓' : '✗'} ${name.padEnd(9)} ${seconds.toFixed(1).padStart(6)} s  ${counted}`);
  }
  const sum = (of: keyof Count) => all.reduce((total, outcome) => total + outcome[of], 0);
  say(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  process.exitCode = all.every(({ ok }) => ok) ? 0 : 1;
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
