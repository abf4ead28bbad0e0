import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from './search-params.ts';

test.each([
  [{ page: 2, state: ['open', 'overdue'] }, '?page=2&state=open,overdue'],
  [{ find: 'Café & Fils' }, '?find=Caf%C3%A9+%26+Fils'],
  [{ find: '', state: [], sort: undefined, of: null }, ''],
])('%o is written as %s', (search, text) => {
  expect(stringifySearch(search)).toBe(text);
});

test('what is written reads back word for word', () => {
  expect(parseSearch(stringifySearch({ find: 'a=b&c', page: 3 }))).toEqual({ find: 'a=b&c', page: '3' });
});
