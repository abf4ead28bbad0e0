import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { companyCommands } from './company.ts';
import { runProgram } from './program.ts';
import { runCommands } from './run.ts';
import { scheduleCommands } from './schedule.ts';

const { url } = await freshDb();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** 'schedule show --company lambert', word by word. */
async function rappel(line: string) {
  const out: string[] = [];
  const said: string[] = [];
  const env = { DATABASE_URL: url, RAPPEL_DATA_DIR: folder, NO_COLOR: '1', RAPPEL_TODAY: '2026-03-31' };
  const io = {
    env,
    out: (text: string) => void out.push(text),
    say: (text: string) => void said.push(text),
    isTerminal: false,
  };
  const code = await runProgram([companyCommands, runCommands, scheduleCommands], line.split(' '), io);
  return { code, out: out.join('\n'), said: said.join('\n') };
}

test('the schedule is set, shown and switched off, each with an answer a script can read', async () => {
  await rappel('company add --key lambert --name Lambert --country be --language fr --json');
  const off = await rappel('schedule show --company lambert');
  expect(off).toMatchObject({ code: 0, out: 'The automatic mode is off.' });

  const set = await rappel(
    'schedule set --company lambert --days tue,thu --at 0:01 --forewarn 48 --holidays send --json',
  );
  expect(set.code).toBe(0);
  expect(JSON.parse(set.out)).toMatchObject({
    schedule: {
      isActive: true,
      weekdays: [2, 4],
      localTime: '00:01',
      skipsHolidays: false,
      forewarnHours: 48,
    },
    next: [{ on: '2026-04-02' }, { on: '2026-04-07' }, { on: '2026-04-09' }],
    last: null,
  });
  const changed = JSON.parse((await rappel('schedule set --company lambert --at 10:00 --json')).out);
  expect(changed.schedule).toMatchObject({ weekdays: [2, 4], localTime: '10:00', skipsHolidays: false });
  expect((await rappel('schedule show --company lambert')).out).toContain('On tue, thu from 10:00');

  const ended = await rappel('schedule off --company lambert --json');
  expect(JSON.parse(ended.out)).toMatchObject({ schedule: { isActive: false }, next: [], coming: null });
});

test.each([
  ['--days noday', 2, 'Write weekdays like mon,tue,wed.'],
  ['--at 25:00', 3, '“25:00” is not a time of day'],
  ['--forewarn 100', 3, '100 hours before'],
])('schedule set %s ends with %d and says what to write', async (options, code, words) => {
  const answer = await rappel(`schedule set --company lambert ${options}`);
  expect(answer).toMatchObject({ code, said: expect.stringContaining(words) });
});

test('runs are listed, none where none was planned', async () => {
  expect(JSON.parse((await rappel('run list --company lambert --json')).out)).toEqual({ runs: [], total: 0 });
  expect(await rappel('run list --company nobody')).toMatchObject({ code: 3 });
});
