import { expect, test } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

test('without any, everything has a sound default', () => {
  expect(readSettings({})).toMatchObject({
    databaseUrl: null,
    host: '127.0.0.1',
    port: 3000,
    url: 'http://localhost:3000',
    today: null,
    logLevel: 'info',
  });
});

test.each([
  ['PORT', '0', '0', 'like 3000'],
  ['PORT', '65536', '65536', 'like 3000'],
  ['PORT', 'http', 'http', 'like 3000'],
  ['HOST', 'not a host', 'not a host', '127.0.0.1'],
  ['DATABASE_URL', 'mysql://u:secret@h/d', 'mysql://u:***@h/d', 'postgresql://'],
  ['RAPPEL_URL', 'rappel.example', 'rappel.example', 'https://'],
  ['RAPPEL_SECRET', 'short', '***', '32 characters'],
  ['RAPPEL_SMTP_URL', 'mail.example:25', 'mail.example:25', 'smtp://'],
  ['RAPPEL_TODAY', '31/03/2026', '31/03/2026', '2026-03-31'],
  ['RAPPEL_TODAY', '2026-02-30', '2026-02-30', '2026-03-31'],
  ['RAPPEL_LOG_LEVEL', 'loud', 'loud', 'debug'],
  ['RAPPEL_DATADIR', 'x', '***', 'RAPPEL_DATA_DIR'],
  ['RAPPEL_COFFEE', 'x', '***', 'Remove it'],
])('%s=%s is told with what to do', (variable, given, shown, remedy) => {
  const read = () => readSettings({ [variable]: given });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(`${variable}=${shown}\n`);
  expect(read).toThrow(remedy);
});

test('all of them are told at once', () => {
  expect(() => readSettings({ PORT: 'x', RAPPEL_TODAY: 'y' })).toThrow(/PORT=x[\s\S]*RAPPEL_TODAY=y/);
});

test('an empty one is as good as none', () => {
  expect(readSettings({ PORT: '', RAPPEL_TODAY: '' })).toMatchObject({ port: 3000, today: null });
});
