import { expect, test } from 'vitest';
import { REFUSALS } from '#core/refusal.ts';
import { listToldRefusals, SECURITY_EVENTS, securityEventOf } from './security-events.ts';

test.each([
  ['sign_in_wrong', 'sign_in_failed'],
  ['code_wrong', 'sign_in_failed'],
  ['sign_in_too_often', 'sign_in_limited'],
  ['role_insufficient', 'access_refused'],
  ['company_unknown', 'access_refused'],
  ['origin_foreign', 'foreign_request'],
  ['four_eyes_needed', 'guard_refused'],
  ['input_malformed', 'input_refused'],
  // Everyday work: a number that does not read, a run that was sent already.
  ['amount_unreadable', null],
  ['run_already_sent', null],
  ['debtor_unknown', null],
])('a refusal %s is told as %s', (code, event) => {
  expect(securityEventOf(code)).toBe(event);
});

test('every refusal that is told exists, and is told as one thing', () => {
  const answers = new Set([...Object.keys(REFUSALS), 'input_malformed', 'method_not_allowed']);
  const told = listToldRefusals();
  expect(told.filter((code) => !answers.has(code))).toEqual([]);
  expect(new Set(told).size).toBe(told.length);
  expect(told.every((code) => SECURITY_EVENTS.some((event) => event === securityEventOf(code)))).toBe(true);
});
