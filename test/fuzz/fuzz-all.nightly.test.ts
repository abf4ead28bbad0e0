import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { FUZZED } from './fuzzed-formats.ts';

/** 5,000 mutants of each format, each child with 512 MB, each mutant with 20 s. */
test.each(Object.keys(FUZZED))(
  '%s',
  (format) => {
    const { stdout, status } = spawnSync(process.execPath, ['test/fuzz/fuzz-formats.ts', format, '5000'], {
      encoding: 'utf8',
    });
    process.stdout.write(stdout);
    expect([status, JSON.parse(stdout).failures]).toEqual([0, []]);
  },
  900_000,
);
