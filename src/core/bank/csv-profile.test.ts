import { expect, test } from 'vitest';
import { csvProfileFrom } from './csv-profile.ts';

test('a profile is taken as it stands', () => {
  const profile = {
    columns: { Datum: 'booked_on', Bedrag: 'amount', Tekst: 'text', Meer: 'text', Kleur: '' },
    separator: ';',
    decimal: ',',
    days: 'dmy',
    account: 'BE68 5390 0754 7034',
    currency: 'EUR',
    debitWords: ['Af'],
  };
  expect(csvProfileFrom(profile)).toEqual({ ...profile, account: 'BE68539007547034' });
  expect(csvProfileFrom({})).toEqual({});
});

test.each([
  [null, 'profile'],
  [[], 'profile'],
  ['x', 'profile'],
  [{ colums: {} }, 'colums'],
  [{ columns: 'x' }, 'columns'],
  [{ columns: { Datum: 'booked' } }, 'Datum'],
  [{ columns: { Datum: 'booked_on', Dag: 'booked_on' } }, 'Dag'],
  [{ separator: ':' }, 'separator'],
  [{ decimal: ' ' }, 'decimal'],
  [{ days: 'ymd' }, 'days'],
  [{ account: 7 }, 'account'],
  [{ account: '<b>' }, 'account'],
  [{ currency: 'euro' }, 'currency'],
  [{ debitWords: 'Af' }, 'debitWords'],
])('%j is refused for its %s', (given, field) => {
  expect(() => csvProfileFrom(given)).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ field }) }),
  );
});
