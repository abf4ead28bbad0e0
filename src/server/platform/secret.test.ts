import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { codeOf, seal, secretOf, unseal } from './secret.ts';

const secret = 'a secret of more than thirty-two characters';

test('what is sealed opens with the same secret and purpose alone', () => {
  const sealed = seal(secret, 'mail', 'smtp://user:pässword@host');
  expect(sealed).not.toContain('ssword');
  expect(unseal(secret, 'mail', sealed)).toBe('smtp://user:pässword@host');
  expect(unseal(secret, 'other', sealed)).toBeNull();
  expect(unseal(`${secret}!`, 'mail', sealed)).toBeNull();
  expect(unseal(secret, 'mail', `${sealed.slice(0, -2)}AA`)).toBeNull();
  expect(seal(secret, 'mail', 'x')).not.toBe(seal(secret, 'mail', 'x'));
});

test('a code has six digits and depends on its facts', () => {
  expect(codeOf(secret, 'test', 'a')).toMatch(/^\d{6}$/);
  expect(codeOf(secret, 'test', 'a')).toBe(codeOf(secret, 'test', 'a'));
  expect(codeOf(secret, 'test', 'a')).not.toBe(codeOf(secret, 'test', 'b'));
});

test('the secret is made once and kept for its owner alone', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rappel-secret-'));
  const made = secretOf({ secret: null, dataDir });
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(secretOf({ secret: null, dataDir })).toBe(made);
  if (process.platform !== 'win32') expect(statSync(path.join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
  rmSync(dataDir, { recursive: true });
});
