import { FUZZED, mutantOf } from './fuzzed-formats.ts';
import { mutate, seeded } from './mutate.ts';

/** Reads mutants one after the other and tells its parent, who looks on, of each: it may hang, or die. */
const [format = '', from = '0', count = '0', seed = '1'] = process.argv.slice(2);

const fuzzed = FUZZED[format];
if (!fuzzed) throw new Error(`no format ${format}`);
const samples = await fuzzed.samples();
const outcomes = { read: 0, refused: 0 };
let slowestMs = 0;
for (let index = Number(from); index < Number(count); index++) {
  process.send?.({ index });
  const random = seeded(Number(seed) * 1_000_003 + index);
  const sample = samples[index % samples.length] ?? Buffer.alloc(0);
  const mutant = await mutantOf(format, sample, (bytes) => mutate(bytes, random), random);
  const started = performance.now();
  outcomes[await fuzzed.read(mutant)] += 1;
  slowestMs = Math.max(slowestMs, performance.now() - started);
}
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
process.send?.({ ...outcomes, slowestMs: Math.round(slowestMs), peakMb });
