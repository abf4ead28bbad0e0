import { expect, test } from 'vitest';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { sampleNotice } from './sample-notice.ts';

const company = {
  name: 'Lambert SA',
  country: 'BE',
  language: 'fr',
  street: null,
  postalCode: null,
  city: null,
  vatNumber: 'BE0403170701',
  enterpriseNumber: null,
  iban: null,
  bic: null,
  phone: null,
  email: null,
  website: null,
  legalFooter: null,
} as const;
const layout = {
  accent: '#1f4e5f',
  addressWindow: 'right',
  foldMarks: true,
  font: 'source-sans-3',
  showQr: false,
  signature: null,
  logo: null,
} as const;

function sample(country: string, kind: DebtorKind, step: 'courtesy' | 'level_1' | 'level_2' | 'level_3') {
  const law = { country, rates: STATUTORY_RATES };
  return sampleNotice({
    company: { ...company, country },
    layout,
    step,
    language: 'fr',
    words: null,
    today: Temporal.PlainDate.from('2026-03-31'),
    law: { kind, company: law },
  });
}

test.each([
  // what the law adds at each step, and the deadline it leaves: ten days are given
  ['BE', 'consumer', 'level_1', ['be_first_reminder'], '2026-04-14'],
  ['BE', 'consumer', 'level_2', [], '2026-04-10'],
  ['BE', 'consumer', 'level_3', ['costs_by_law'], '2026-04-10'],
  ['NL', 'consumer', 'level_1', [], '2026-04-10'],
  ['NL', 'consumer', 'level_2', ['nl_fourteen_days'], '2026-04-14'],
  ['DE', 'consumer', 'level_1', ['de_default'], '2026-04-10'],
  ['FR', 'business', 'level_1', ['fr_late_payment'], '2026-04-10'],
  ['BE', 'business', 'level_1', [], '2026-04-10'],
  ['BE', 'business', 'level_3', ['costs_by_law'], '2026-04-10'],
  ['BE', 'consumer', 'courtesy', [], '2026-04-05'],
] as const)('%s %s, %s', (country, kind, step, keys, deadlineOn) => {
  const found = sample(country, kind, step);
  expect(found.mentions?.map(({ key }) => key)).toEqual(keys);
  expect(found.deadlineOn).toBe(deadlineOn);
});
