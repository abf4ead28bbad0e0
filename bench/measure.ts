import { cpus, totalmem } from 'node:os';

export type Measured<T> = { readonly result: T; readonly seconds: number; readonly peakMb: number };

/** Does the work once, with the time it took and the most memory this process held meanwhile. */
export async function measure<T>(work: () => Promise<T>): Promise<Measured<T>> {
  globalThis.gc?.();
  let peak = process.memoryUsage.rss();
  const look = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const started = performance.now();
  try {
    const result = await work();
    const seconds = (performance.now() - started) / 1000;
    return {
      result,
      seconds: round(seconds),
      peakMb: Math.round(Math.max(peak, process.memoryUsage.rss()) / 2 ** 20),
    };
  } finally {
    clearInterval(look);
  }
}

/** The value below which this share of the measures lies; of a sorted copy. */
export function percentile(measures: readonly number[], share: number): number {
  const sorted = measures.toSorted((one, other) => one - other);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

export function round(figure: number, decimals = 3): number {
  return Number(figure.toFixed(decimals));
}

/** One JSON document on one line: what a measure prints, and nothing else on stdout. */
export function printFigures(bench: string, figures: object): void {
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model.trim(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
  };
  process.stdout.write(`${JSON.stringify({ bench, ...figures, node: process.version, machine })}\n`);
}
