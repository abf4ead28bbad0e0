import { expect, test } from 'vitest';
import { openRequestBudget } from './request-budget.ts';

const START = 1_800_000_000_000 - (1_800_000_000_000 % 60_000);

test('so many requests a minute, of each asker for itself, and then it is told how long to wait', () => {
  const budget = openRequestBudget(3);
  for (let nth = 0; nth < 3; nth += 1) budget.spend('odile', START + nth);
  expect(() => budget.spend('odile', START + 20_000)).toThrow(
    /requests_too_many \{"seconds":"40","most":"3"\}/,
  );
  expect(() => budget.spend('bram', START + 20_000)).not.toThrow();
  expect(() => budget.spend('odile', START + 59_999)).toThrow(/"seconds":"1"/);
  expect(() => budget.spend('odile', START + 60_000)).not.toThrow();
});
