import { expect, test } from 'vitest';
import { cellText } from './cell.ts';

test.each([
  ["'-20,00", '-20,00'],
  ["'=C3", '=C3'],
  ["'+32 2 511 00 00", '+32 2 511 00 00'],
  ["'@home", '@home'],
  ["'t Hoekje", "'t Hoekje"],
  ["'", "'"],
  ["''=A1", "''=A1"],
  ['-20,00', '-20,00'],
])('%s reads as %s', (given, read) => {
  expect(cellText(given)).toBe(read);
});
