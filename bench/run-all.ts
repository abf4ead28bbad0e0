import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

// `npm run bench`: every measure in turn, alone on the machine, as one JSON document. Names as arguments run only those.
const ALL = [
  'import',
  'plan',
  'letters',
  'mail',
  'pages',
  'users',
  'neighbour',
  'sign-in',
  'interest',
  'bank-parse',
  'bank-import',
  'bank-undo',
  'matching',
  'settle',
];

const wanted = process.argv.slice(2);
const figures: unknown[] = [];
for (const name of wanted.length > 0 ? wanted : ALL) {
  const file = path.join(import.meta.dirname, `${name}.ts`);
  if (!existsSync(file)) throw new Error(`There is no measure ${name}. There are: ${ALL.join(', ')}.`);
  process.stderr.write(`▸ ${name}\n`);
  const child = spawnSync(process.execPath, ['--expose-gc', file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 2 ** 20,
  });
  if (child.status !== 0) process.exitCode = 1;
  figures.push(...readFigures(name, child.stdout));
}
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);

function readFigures(name: string, stdout: string): unknown[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.length > 0 ? lines.map((line) => JSON.parse(line)) : [{ bench: name, failed: true }];
}
