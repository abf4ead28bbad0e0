import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';

/** Beside the database, so that a backup put back does not undo what was done for persons since. Ids and moments alone. */
const FILE = 'erasures.jsonl';

export function keepLines(dataDir: string | undefined, lines: readonly object[]): void {
  if (!dataDir || lines.length === 0) return;
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  appendFileSync(path.join(dataDir, FILE), text, { mode: 0o600 });
}

/** The lines of this kind, in the order they were written. */
export function readLines<Line>(dataDir: string, kind: z.ZodType<Line>): readonly Line[] {
  const file = path.join(dataDir, FILE);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const read = line === '' ? null : kind.safeParse(JSON.parse(line));
        return read?.success ? [read.data] : [];
      } catch {
        // The machine stopped in the middle of a line: that was not told as done either.
        return [];
      }
    });
}
