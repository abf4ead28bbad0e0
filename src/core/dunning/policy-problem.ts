import { type Currency, decimalsOf } from '#core/money/currencies.ts';
import type { Facts, RefusalCode } from '#core/refusal.ts';

/**
 * One thing wrong with a policy. Same codes, same sentences as a refusal. `step` is the position from 0 in the list of
 * steps, or null for the policy itself; `field` is the path of the value within the step or the policy.
 */
export type PolicyProblem = {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, string>>;
  readonly step: number | null;
  readonly field: string;
};

export function problem<Code extends RefusalCode>(
  code: Code,
  facts: Facts<Code>,
  step: number | null,
  field: string,
): PolicyProblem {
  return { code, facts, step, field };
}

/** An amount of zero or more as machines write it, in minor units; null if it does not read. */
export function readAmount(text: string, currency: Currency): bigint | null {
  const decimals = decimalsOf(currency);
  const found = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  if (!found || (found[2] ?? '').length > decimals) return null;
  return BigInt(`${found[1]}${(found[2] ?? '').padEnd(decimals, '0')}`);
}

/** '8.50' is 85000: a percentage from 0 to 100 in ten-thousandths of a percent; null if it does not read. */
export function readPercent(text: string): bigint | null {
  const found = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text);
  if (!found) return null;
  const parts = BigInt(`${found[1]}${(found[2] ?? '').padEnd(4, '0')}`);
  return parts > 1_000_000n ? null : parts;
}

export function readWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
