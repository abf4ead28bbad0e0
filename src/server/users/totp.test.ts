import { expect, test } from 'vitest';
import { codesAt, newTotpSecret, totpUri } from './totp.ts';

/** RFC 6238, appendix B, for SHA-1; its eight digits end in these six. The secret is '12345678901234567890'. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each<[seconds: number, code: string]>([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds the code is %s', (seconds, code) => {
  const codes = codesAt(SECRET, Temporal.Instant.fromEpochMilliseconds(seconds * 1000));
  expect(codes[1]).toEqual({ step: Math.floor(seconds / 30), code });
});

test('of a million codes three are right at a moment, each of another half minute', () => {
  const at = Temporal.Instant.from('2026-03-31T09:30:00Z');
  const right = codesAt(SECRET, at);
  let passed = 0;
  for (let number = 0; number < 1_000_000; number += 1) {
    const code = String(number).padStart(6, '0');
    if (right.some((each) => each.code === code)) passed += 1;
  }
  expect(passed).toBe(new Set(right.map(({ code }) => code)).size);
  expect(right.map(({ step }) => step - (right[0]?.step ?? 0))).toEqual([0, 1, 2]);
});

test('a new secret has 160 bits and stands in the address of the QR code', () => {
  const secret = newTotpSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(secret);
  expect(totpUri(secret, 'odile@lambert.example')).toBe(
    `otpauth://totp/Rappel:odile%40lambert.example?secret=${secret}&issuer=Rappel&algorithm=SHA1&digits=6&period=30`,
  );
});
