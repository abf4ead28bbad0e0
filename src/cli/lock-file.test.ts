import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lockFile } from './lock-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'web.lock');

test('one holds the lock, the other is told to wait, and gets it when it is given back', () => {
  const release = lockFile(file);
  expect(lockFile(file)).toBeNull();
  release?.();
  expect(existsSync(file)).toBe(false);
  lockFile(file)?.();
});

test('the lock of a process that is gone is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(file, String(pid));
  const release = lockFile(file);
  expect(release).not.toBeNull();
  release?.();
});

test('a lock whose holder is just writing its number is left alone, but not for ever', () => {
  writeFileSync(file, '');
  expect(lockFile(file)).toBeNull();
  utimesSync(file, 1, 1);
  expect(lockFile(file)).not.toBeNull();
});
