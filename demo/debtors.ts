import { readFileSync } from 'node:fs';
import type { Channel, DebtorKind, Language } from '#core/receivables/kinds.ts';

/** How somebody pays: what makes the demo's eighteen months look like a real ledger. */
export type Habit = 'prompt' | 'late' | 'slow' | 'stuck' | 'silent';

export type DemoDebtor = {
  readonly number: string;
  readonly name: string;
  readonly kind: DebtorKind;
  readonly habit: Habit;
  readonly language: Language;
  readonly country: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly email: string;
  readonly phone: string;
  readonly termsDays: number;
  readonly channel: Channel;
  readonly group: string;
  /** How many deliveries in eighteen months. */
  readonly deliveries: number;
  readonly currency: 'EUR' | 'GBP' | 'CHF' | 'XOF';
};

/** All invented. Mail domains end in .example, which nobody can own. */
export const DEMO_DEBTORS: readonly DemoDebtor[] = readFileSync(
  new URL('debtors.tsv', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => toDebtor(line.split('\t')));

function toDebtor(cells: readonly string[]): DemoDebtor {
  const [
    number = '',
    name = '',
    kind,
    habit,
    language,
    country = '',
    street = '',
    postalCode = '',
    city = '',
  ] = cells;
  const [email = '', phone = '', terms, channel, group = '', deliveries] = cells.slice(9);
  return {
    number,
    name,
    kind: kind as DebtorKind,
    habit: habit as Habit,
    language: language as Language,
    country,
    street,
    postalCode,
    city,
    email,
    phone,
    termsDays: Number(terms),
    channel: channel as Channel,
    group,
    deliveries: Number(deliveries),
    currency: currencyOf(country),
  };
}

function currencyOf(country: string): DemoDebtor['currency'] {
  if (country === 'GB') return 'GBP';
  if (country === 'CH') return 'CHF';
  return country === 'CI' ? 'XOF' : 'EUR';
}
