import { expect, test } from 'vitest';
import { policyNotes } from './step-notes.ts';

const said = (country: string, kind: 'business' | 'consumer' | 'public') =>
  policyNotes(country, kind).map(({ code, facts }) => `${code} ${facts.article}`);

test('what is from memory is told for a policy, of its steps too, and each thing once', () => {
  expect(said('DE', 'consumer')).toContain('confirm_collection_costs BGB § 309 Nr. 5');
  const france = said('FR', 'consumer');
  expect(france).toContain('confirm_formality Code civil, art. 1231-6');
  expect(new Set(france).size).toBe(france.length);
});

test('what was read is not told', () => {
  expect(said('NL', 'consumer').filter((note) => note.includes('6:96'))).toEqual([]);
  expect(said('CM', 'business')).toEqual([]);
});
