import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { printLetter } from '#server/notices/print-letter.ts';
import { sampleNotice } from '#server/notices/sample-notice.ts';
import { measure, percentile, printFigures, round } from './measure.ts';

/** Prints letters as an issue does: different debtors, four languages, a table of twelve items, a payment code, PDF/A. */
const COUNT = Number(process.argv[2] ?? 2000);
const ITEMS = 12;
const TODAY = Temporal.PlainDate.from('2026-03-31');

const company = {
  name: 'Brasserie Lambert SA',
  country: 'BE',
  language: 'fr' as const,
  street: 'Rue de la Station 14',
  postalCode: '5000',
  city: 'Namur',
  vatNumber: 'BE0403170701',
  enterpriseNumber: '0403170701',
  iban: 'BE68539007547034',
  bic: 'TRIOBEBB',
  phone: '+32 81 22 33 44',
  email: 'compta@brasserie-lambert.example',
  website: null,
  legalFooter: 'RPM Liège, division Namur',
};
const layout = {
  accent: '#1f4e5f',
  addressWindow: 'right' as const,
  foldMarks: true,
  font: 'source-sans-3',
  showQr: true,
  signature: 'Anne Lambert',
  logo: null,
};

const samples = LANGUAGES.map((language) =>
  sampleNotice({ company, layout, step: 'level_3', language, words: null, today: TODAY }),
);

function letter(number: number) {
  const sample = samples[number % samples.length];
  const line = sample?.lines[0];
  if (!sample || !line) throw new Error('no sample');
  const lines = Array.from({ length: ITEMS }, (_, index) => ({
    ...line,
    documentNumber: `F-${number}-${index}`,
    open: String(10_000 + number * 7 + index * 131),
  }));
  const debtor = { number: `C-${number}`, name: `Café ${number}` };
  return {
    ...sample,
    number,
    debtor,
    recipient: [`Café ${number}`, 'Grand-Place 1', '1000 Bruxelles'],
    lines,
  };
}

const times: number[] = [];
let bytes = 0;
let next = 0;
async function lane(): Promise<void> {
  while (next < COUNT) {
    const number = next++;
    const started = performance.now();
    bytes += (await printLetter(letter(number), null)).length;
    times.push(performance.now() - started);
  }
}

/**
 * Processor time of the typesetting processes, as Linux tells it: the steady figure on a machine that is shared; and the
 * most memory one of them held.
 */
const spent = new Map<string, number>();
let peakMbOfChild = 0;
const look = setInterval(() => {
  try {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
      .trim()
      .split(' ');
    for (const pid of children) {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      // Fields 14 and 15 of the line, in hundredths of a second.
      spent.set(pid, (Number(fields[11]) + Number(fields[12])) * 10);
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      peakMbOfChild = Math.max(peakMbOfChild, Math.round(Number(peak ?? 0) / 1024));
    }
  } catch {
    // Another system, or a process that ended meanwhile.
  }
}, 100);

// The first letter starts the processes; the measure is of those that follow.
await Promise.all([printLetter(letter(1), null), printLetter(letter(2), null)]);
const { seconds, peakMb } = await measure(() => Promise.all([lane(), lane()]));
clearInterval(look);
const cpuMs = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
const processes = Math.min(2, availableParallelism());
printFigures('letters', {
  letters: COUNT,
  itemsPerLetter: ITEMS,
  processes,
  seconds,
  lettersPerSecond: round(COUNT / seconds, 1),
  lettersPerSecondAndCore: round(COUNT / seconds / processes, 1),
  cpuMsPerLetter: cpuMs > 0 ? round(cpuMs / COUNT, 1) : null,
  lettersPerSecondOfProcessor: cpuMs > 0 ? round((COUNT * 1000) / cpuMs, 1) : null,
  p50Ms: round(percentile(times, 0.5), 1),
  p95Ms: round(percentile(times, 0.95), 1),
  averageKb: round(bytes / COUNT / 1024, 1),
  peakMbOfParent: peakMb,
  peakMbOfChild,
});
