import { fork } from 'node:child_process';
import path from 'node:path';
import { FUZZED } from './fuzzed-formats.ts';

// `npm run fuzz -- <format> [count] [seed]`: mutants of our own sample files, read in a child with 512 MB, 20 s for each.
// Prints one line of JSON a format, and fails if one mutant crashes, hangs or takes too much. `all` takes every format.

const MEMORY_MB = 512;
const SECONDS = 20;

type Told = { index: number } | { read: number; refused: number; slowestMs: number; peakMb: number };

const [given = '', count = '5000', seed = '20261122'] = process.argv.slice(2);
const known = Object.keys(FUZZED);
const formats = given === 'all' ? known : [given];
for (const format of formats) {
  if (!known.includes(format)) {
    process.stderr.write(`There is no format ${format}. There are: all, ${known.join(', ')}.\n`);
    process.exit(2);
  }
}
for (const format of formats) await fuzz(format);

async function fuzz(format: string): Promise<void> {
  const totals = { read: 0, refused: 0, slowestMs: 0, peakMb: 0 };
  const failures: { mutant: number; because: string }[] = [];
  const started = performance.now();
  // A child that falls over is followed by one that goes on behind the mutant that felled it.
  for (let from = 0; from < Number(count); ) {
    const { last, told, because } = await runChild(format, from);
    if (told) {
      totals.read += told.read;
      totals.refused += told.refused;
      totals.slowestMs = Math.max(totals.slowestMs, told.slowestMs);
      totals.peakMb = Math.max(totals.peakMb, told.peakMb);
      break;
    }
    failures.push({ mutant: last, because });
    from = last + 1;
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const isGood = failures.length === 0 && totals.peakMb <= MEMORY_MB;
  const figures = { fuzz: format, mutants: Number(count), seed: Number(seed), ...totals, seconds };
  process.stdout.write(`${JSON.stringify({ ...figures, failures: failures.slice(0, 20) })}\n`);
  if (!isGood) process.exitCode = 1;
}

function runChild(format: string, from: number) {
  return new Promise<{ last: number; told: Extract<Told, { read: number }> | null; because: string }>(
    (done) => {
      const child = fork(
        path.join(import.meta.dirname, 'fuzz-child.ts'),
        [format, String(from), count, seed],
        {
          execArgv: [`--max-old-space-size=${MEMORY_MB - 128}`],
          stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
        },
      );
      let last = from;
      let told: Extract<Told, { read: number }> | null = null;
      let said = '';
      const hangs = () => setTimeout(() => child.kill('SIGKILL'), SECONDS * 1000);
      let watch = hangs();
      child.stderr?.on('data', (text) => {
        said = `${said}${text}`.slice(-2000);
      });
      child.on('message', (message: Told) => {
        clearTimeout(watch);
        if ('read' in message) told = message;
        else {
          last = message.index;
          watch = hangs();
        }
      });
      child.on('exit', (code, signal) => {
        clearTimeout(watch);
        const because =
          signal === 'SIGKILL' ? `took more than ${SECONDS} s` : said.trim() || `ended with ${code}`;
        done({ last, told: code === 0 ? told : null, because });
      });
    },
  );
}
