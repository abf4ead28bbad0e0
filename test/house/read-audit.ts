import { z } from 'zod';

const Holes = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), range: z.string().optional(), via: z.array(z.unknown()).default([]) }),
  ),
  metadata: z.object({ dependencies: z.object({ prod: z.number() }).partial().optional() }).optional(),
});
const Unasked = z.object({
  message: z.string().optional(),
  error: z.object({ code: z.string().optional() }).optional(),
});

export type Audit = { readonly state: 'good' | 'bad' | 'unknown'; readonly lines: readonly string[] };

/** What stops a release: SECURITY.md promises a release within days for these. */
const STOPS = new Set(['high', 'critical']);

/** Reads what `npm audit --json` printed. Anything but a list of holes, empty or not, tells nothing, and is never good. */
export function readAudit(printed: string): Audit {
  const json = parsed(printed);
  const { data } = Holes.safeParse(json);
  if (!data) {
    const why = Unasked.safeParse(json).data;
    const said = why?.message ?? why?.error?.code ?? 'npm gave no answer';
    return unknown(said.replaceAll(/\bhttps?:\/\/\S+/g, '').trim());
  }
  const found = Object.entries(data.vulnerabilities);
  const lines = found.map(([name, { severity, range = '' }]) => `${severity}: ${name} ${range}`.trim());
  const isBad = found.some(([, { severity }]) => STOPS.has(severity));
  if (isBad) return { state: 'bad', lines };
  const packages = data.metadata?.dependencies?.prod;
  const count = packages === undefined ? 'the packages of production' : `${packages} packages of production`;
  return { state: 'good', lines: [...lines, `No high or critical hole is known in ${count}.`] };
}

function unknown(why: string): Audit {
  return {
    state: 'unknown',
    lines: [
      `SKIPPED: the registry could not be asked (${why}). Whether a package has a known hole is not known.`,
    ],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
