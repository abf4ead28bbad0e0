import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort, startProcess } from './processes.ts';

const TIMES = Number(process.env.TIMES ?? 100);
const STOP_SECONDS_MAX = 20;
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-asked-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = {
  RAPPEL_DATA_DIR: folder,
  PORT: String(await freePort()),
  RAPPEL_SECRET: 'another secret of forty characters, for it',
};

test(`R6: asked to stop while idle ${TIMES} times, it ends cleanly within ${STOP_SECONDS_MAX} s`, async () => {
  let slowest = 0;
  for (let time = 0; time < TIMES; time += 1) {
    const server = await startProcess(env);
    const asked = performance.now();
    server.kill('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    slowest = Math.max(slowest, (performance.now() - asked) / 1000);
  }
  process.stdout.write(`R6: ${TIMES} of ${TIMES} ended with 0; slowest ${slowest.toFixed(1)} s\n`);
  expect(slowest).toBeLessThanOrEqual(STOP_SECONDS_MAX);
});
