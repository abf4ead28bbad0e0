import { expect, test } from 'vitest';
import { FUZZED, mutantOf } from '#test/fuzz/fuzzed-formats.ts';
import { mutate, seeded } from '#test/fuzz/mutate.ts';

/** How many of each format: 500 here; `npm run fuzz -- all` reads 5,000, watched from outside. */
const COUNT = Number(process.env.RAPPEL_TEST_MUTANTS ?? 500);
const SECONDS_MAX = 20;

test.each(Object.entries(FUZZED))(
  '%s: what is broken is refused with its place and reason, never a crash, never a hang',
  async (format, { samples, read }) => {
    const originals = await samples();
    const random = seeded(20_261_122);
    const outcomes = { read: 0, refused: 0 };
    for (let index = 0; index < COUNT; index++) {
      const original = originals[index % originals.length] ?? Buffer.alloc(0);
      const mutant = await mutantOf(format, original, (bytes) => mutate(bytes, random), random);
      const started = performance.now();
      try {
        outcomes[await read(mutant)] += 1;
      } catch (error) {
        throw new Error(`mutant ${index} of ${format}`, { cause: error });
      }
      expect(performance.now() - started, `mutant ${index}`).toBeLessThan(SECONDS_MAX * 1000);
    }
    expect(outcomes.refused).toBeGreaterThan(COUNT / 10);
    process.stdout.write(`${format}: ${COUNT} mutants, ${JSON.stringify(outcomes)}\n`);
  },
  120_000,
);

test.each(Object.entries(FUZZED))('%s: its own samples are read without a word', async (_, fuzzed) => {
  const samples = await fuzzed.samples();
  expect(samples.length).toBeGreaterThan(0);
  for (const sample of samples) expect(await fuzzed.read(sample)).toBe('read');
});
