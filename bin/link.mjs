// After an installation: lets `npx rappel` find the program of this very folder, which npm links for others only.
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'node_modules', '.bin');
mkdirSync(folder, { recursive: true });
if (process.platform === 'win32') {
  writeFileSync(path.join(folder, 'rappel.cmd'), '@node "%~dp0\\..\\..\\bin\\rappel.mjs" %*\r\n');
} else {
  const link = path.join(folder, 'rappel');
  rmSync(link, { force: true });
  symlinkSync('../../bin/rappel.mjs', link);
  chmodSync(path.join(root, 'bin', 'rappel.mjs'), 0o755);
}
