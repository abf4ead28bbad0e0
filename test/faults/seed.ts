import { Random } from '#test/model/random.ts';

/** Where a test with chance in it begins: SEED=… begins there again. Printed, so that a failure can be replayed. */
export function seedOf(
  promise: string,
  usual = Date.now() % 1_000_000_000,
): { seed: number; random: Random } {
  const seed = Number(process.env.SEED ?? usual);
  process.stdout.write(`${promise}: SEED=${seed}\n`);
  return { seed, random: new Random(seed) };
}
