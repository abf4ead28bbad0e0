import { expect, test } from 'vitest';
import { untoldPlace } from './problem.ts';

test.each([
  [{ row: 3, column: 'open' }, { given: 'twelve' }, { row: 3, column: 'open' }],
  [
    { row: 18, column: 'a.xml' },
    { file: 'a.xml', line: '18' },
    { row: 0, column: '' },
  ],
  [
    { row: 1, column: 'a.xml' },
    { file: 'a.xml', line: '18' },
    { row: 1, column: '' },
  ],
  [{ row: 4, column: 'document_number' }, { field: 'document_number' }, { row: 4, column: '' }],
])('the place %o of %o still to be told: %o', (at, facts, expected) => {
  expect(untoldPlace({ at, facts })).toEqual(expected);
});
