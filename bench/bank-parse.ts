import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { type BankFileKind, bankFileOf } from './bank-files.ts';
import { measure, printFigures } from './measure.ts';

/** Reads a CODA and a camt.053 of a hundred thousand lines by the one door: from the file to checked parts, none kept. */
const LINES = Number(process.argv[2] ?? 100_000);

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-bench-'));
try {
  printFigures('bank-parse', {
    lines: LINES,
    coda: await measured('coda'),
    camt: await measured('camt'),
    goal: { seconds: 3 },
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measured(kind: BankFileKind) {
  // Once in small, so that what is measured is reading and not the compiler.
  await readOnce(await written(kind, 2000), 2000);
  const file = await written(kind, LINES);
  const { result, seconds, peakMb } = await measure(() => readOnce(file, LINES));
  const fileMb = Math.round(statSync(file).size / 2 ** 20);
  return { seconds, linesPerSecond: Math.round(LINES / seconds), peakMb, fileMb, ...result };
}

async function written(kind: BankFileKind, lines: number): Promise<string> {
  const file = path.join(folder, `${kind}-${lines}`);
  await writeFile(file, bankFileOf(kind, lines));
  return file;
}

async function readOnce(file: string, count: number) {
  let [lines, problems] = [0, 0];
  let balanced: boolean | null = null;
  for await (const { parts } of openBankFile(createReadStream(file, { highWaterMark: 256 * 1024 }), file)) {
    for await (const portion of parts) {
      for (const part of portion) {
        if (part.part === 'line') lines += 1;
        else if (part.part === 'problem') problems += 1;
        else if (part.part === 'closing') balanced = part.closing.balanced ?? null;
      }
    }
  }
  if (lines !== count) throw new Error(`${file}: ${lines} of ${count} lines were read`);
  return { problems, balanced };
}
