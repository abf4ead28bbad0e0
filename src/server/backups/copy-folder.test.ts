import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { copyFolder } from './copy-folder.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'rappel-copying-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A folder with a file, and another below it that is gone once its name was read. */
function going(name: string) {
  const from = path.join(scratch, name);
  mkdirSync(path.join(from, 'going'), { recursive: true });
  writeFileSync(path.join(from, 'going', 'inner'), 'inner');
  writeFileSync(path.join(from, 'stays'), 'stays');
  const isLeftOut = (each: string) => {
    if (each === 'going') rmSync(path.join(from, each), { recursive: true });
    return false;
  };
  return { from, to: path.join(scratch, `${name}-copy`), owner: null, isLeftOut, isLasting: true };
}

test('a folder that goes while it is copied is nothing to fail over, where that may be', async () => {
  const copying = going('live');
  const files = await copyFolder({ ...copying, mayVanish: true });
  expect(files.map(({ name, size }) => ({ name, size }))).toEqual([{ name: 'stays', size: 5 }]);
  await expect(copyFolder(going('kept'))).rejects.toMatchObject({ code: 'ENOENT' });
  const missing = { ...going('none'), from: path.join(scratch, 'nowhere'), mayVanish: true };
  await expect(copyFolder(missing)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(existsSync(missing.to)).toBe(false);
});
