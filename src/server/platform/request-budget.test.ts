import { expect, test } from 'vitest';
import { openRequestBudget } from './request-budget.ts';

const START = 1_800_000_000_000 - (1_800_000_000_000 % 60_000);

test('so many requests a minute, of each asker for itself, and then it is told how long to wait', () => {
  const budget = openRequestBudget({ machine: 5, asker: 3 });
  for (let nth = 0; nth < 3; nth += 1) expect(budget.spend('asker', 'odile', START + nth)).toBeNull();
  const at = START + 20_000;
  expect(budget.spend('asker', 'odile', at)).toEqual({ seconds: 40, most: 3, isFirst: true });
  expect(budget.spend('asker', 'odile', at)).toEqual({ seconds: 40, most: 3, isFirst: false });
  expect(budget.spend('asker', 'bram', at)).toBeNull();
  expect(budget.spend('asker', 'odile', START + 59_999)).toMatchObject({ seconds: 1 });
  expect(budget.spend('asker', 'odile', START + 60_000)).toBeNull();
});

test('a machine is counted for itself, whatever asker bears its name', () => {
  const budget = openRequestBudget({ machine: 2, asker: 1 });
  expect(budget.spend('asker', '203.0.113.9', START)).toBeNull();
  for (let nth = 0; nth < 2; nth += 1) expect(budget.spend('machine', '203.0.113.9', START)).toBeNull();
  expect(budget.spend('machine', '203.0.113.9', START)).toEqual({ seconds: 60, most: 2, isFirst: true });
});
