#!/usr/bin/env node
// Starts the command line under the Node that comes with the project, whatever older one (20.19 and up) runs this.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const main = path.join(root, 'src', 'cli', 'main.ts');
const own = ['node', 'node.exe']
  .map((name) => path.join(root, 'node_modules', 'node', 'bin', name))
  .find(existsSync);

if (!own) {
  process.stderr.write(
    'The Node that comes with Rappel is missing. Run "npm ci" in its folder, without --ignore-scripts.\n',
  );
  process.exit(1);
}
const child = spawn(own, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
// Ctrl-C reaches both of us; the program decides when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
