import { expect, test } from 'vitest';
import type { Step } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { stepsAfter } from './steps-after.ts';

const policy = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
const notices = policy.steps.filter(({ kind }) => kind === 'notice');
const at = (nth: number): Step | undefined => notices[nth];

test('each level is followed by the next notice, the last by none', () => {
  const after = stepsAfter(policy);
  expect(after).toHaveLength(10);
  expect(after[0]).toEqual({ reached: 0, days: at(0)?.when.days, basis: at(0)?.when.basis });
  expect(after[1]).toEqual({ reached: 1, days: at(1)?.when.days, basis: at(1)?.when.basis });
  expect(after[notices.length]).toEqual({ reached: notices.length, days: null, basis: null });
  expect(after[9]).toEqual({ reached: 9, days: null, basis: null });
});
