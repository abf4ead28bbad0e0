import { expect, test } from 'vitest';
import { FUZZED, readMutant, samplesOf } from '#test/fuzz/fuzzed-formats.ts';
import { mutate, seeded } from '#test/fuzz/mutate.ts';

/** How many of each format: 200 in the suite; `npm run fuzz -- all` reads 5,000, watched from outside. */
const COUNT = Number(process.env.RAPPEL_TEST_MUTANTS ?? 200);
const SECONDS_MAX = 2;

test.each(Object.keys(FUZZED).filter((format) => samplesOf(format).length > 0))(
  '%s: what is broken is refused with a reason, never a crash, never a hang',
  async (format) => {
    const samples = samplesOf(format);
    const random = seeded(20_261_122);
    for (let index = 0; index < COUNT; index++) {
      const mutant = mutate(samples[index % samples.length] ?? Buffer.alloc(0), random);
      const started = performance.now();
      await readMutant(format, mutant);
      expect(performance.now() - started, `mutant ${index}`).toBeLessThan(SECONDS_MAX * 1000);
    }
  },
  120_000,
);

test.each(Object.keys(FUZZED).filter((format) => samplesOf(format).length > 0))(
  '%s: its own samples are read without a word',
  async (format) => {
    for (const sample of samplesOf(format)) expect(await readMutant(format, sample)).toBe('read');
  },
);
