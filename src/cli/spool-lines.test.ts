import { expect, test } from 'vitest';
import { SpoolLines } from './spool-lines.ts';

test.each([0, 1, 499, 500, 501, 20_000])(
  '%i lines come back in their order, in portions of whole ones',
  (count) => {
    const spool = new SpoolLines();
    try {
      const lines = Array.from({ length: count }, (_, nth) => `{"text":"Café n° ${nth} \u{1f600}"}`);
      spool.add('another statement\n');
      const from = spool.mark();
      for (const [nth, line] of lines.entries()) spool.add(`${nth > 0 ? ',\n' : ''}${line}`);
      const until = spool.mark();
      spool.add('what follows');
      const portions = [...spool.read({ from, until })];
      expect(portions.join('\n')).toBe(lines.join(',\n'));
      expect(portions.every((portion) => portion.startsWith('{'))).toBe(true);
      // Asked again, it is the same.
      expect([...spool.read({ from, until })]).toEqual(portions);
    } finally {
      spool.close();
    }
  },
);
