import { expect, test } from 'vitest';
import type { EventKind } from './events.ts';
import { isPersonalFact, splitFacts } from './personal-facts.ts';

test.each<[EventKind, string, boolean]>([
  ['debtor_added', 'name', true],
  ['debtor_added', 'number', false],
  ['debtor_changed', 'before', true],
  ['debtor_changed', 'field', false],
  ['note_added', 'text', true],
  ['notice_sent', 'to', true],
  ['notice_sent', 'total', false],
  ['settlement_made', 'payer', true],
  ['settlement_made', 'document', false],
  ['user_role_changed', 'before', false],
  ['iban_learnt', 'iban', true],
  ['import_applied', 'file', false],
])('%s.%s is personal: %s', (kind, name, personal) => {
  expect(isPersonalFact(kind, name)).toBe(personal);
});

test('an event is split into what stays and what goes with the person', () => {
  expect(splitFacts('note_added', { text: 'Rang back, pays on Monday', document: 'F-1' })).toEqual({
    facts: { document: 'F-1' },
    personal: { text: 'Rang back, pays on Monday' },
  });
});

test('an empty text is no person', () => {
  const facts = { document: 'F-1', amount: '10.00 EUR', open: '0.00 EUR', payer: '', on: '2026-03-31' };
  expect(splitFacts('settlement_made', facts)).toEqual({ facts, personal: null });
});
