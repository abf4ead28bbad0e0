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
  ['RAPPEL_LOG_TO', 'udp://logs.example', 'udp://logs.example', 'never sent in the clear'],
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

const PUBLIC = 'https://rappel.lambert.example';
const RANDOM = 'f3b1c09d5e7a48826c1d90e2b7f4a6533f0e8d71';

/** What reads and would do harm: each a start that does not happen. */
test.each<[told: string, variable: string, env: Record<string, string>]>([
  ['a public name without https', 'RAPPEL_URL', { RAPPEL_URL: 'http://rappel.lambert.example' }],
  ['a machine of the network without https', 'RAPPEL_URL', { RAPPEL_URL: 'http://192.168.1.20:3000' }],
  ['the same in IPv6', 'RAPPEL_URL', { RAPPEL_URL: 'http://[2001:db8::1]:3000' }],
  [
    'a name and password in the address',
    'RAPPEL_URL',
    { RAPPEL_URL: 'https://odile:geheim@rappel.lambert.example' },
  ],
  ['a secret of one sign', 'RAPPEL_SECRET', { RAPPEL_SECRET: 'x'.repeat(40) }],
  ['a secret from an example', 'RAPPEL_SECRET', { RAPPEL_SECRET: 'please-change-me-to-something-random' }],
  [
    'a new secret that is the old one',
    'RAPPEL_OLD_SECRET',
    { RAPPEL_SECRET: RANDOM, RAPPEL_OLD_SECRET: RANDOM },
  ],
  [
    'a secret that is the password of the database',
    'RAPPEL_SECRET',
    { RAPPEL_SECRET: RANDOM, DATABASE_URL: `postgresql://rappel:${RANDOM}@localhost/rappel` },
  ],
  [
    'a far database with a word everybody tries',
    'DATABASE_URL',
    { DATABASE_URL: 'postgresql://postgres:postgres@db/r' },
  ],
  [
    'a far database without a password',
    'DATABASE_URL',
    { DATABASE_URL: 'postgresql://rappel@db.example/rappel' },
  ],
  [
    'half of everybody as trusted proxies',
    'RAPPEL_TRUSTED_PROXIES',
    { RAPPEL_TRUSTED_PROXIES: '0.0.0.0/1, 128.0.0.0/1' },
  ],
  ['a large network as proxies', 'RAPPEL_TRUSTED_PROXIES', { RAPPEL_TRUSTED_PROXIES: '10.0.0.0/7' }],
  ['the same in IPv6', 'RAPPEL_TRUSTED_PROXIES', { RAPPEL_TRUSTED_PROXIES: '2000::/3' }],
  [
    'its own certificate and an address without https',
    'RAPPEL_URL',
    { RAPPEL_URL: 'http://localhost:3000', RAPPEL_TLS_CERT: '/c.pem', RAPPEL_TLS_KEY: '/k.pem' },
  ],
  [
    'a password with a % of its own',
    'DATABASE_URL',
    { DATABASE_URL: 'postgresql://rappel:geheim%@db/rappel' },
  ],
  ['the same for mail', 'RAPPEL_SMTP_URL', { RAPPEL_SMTP_URL: 'smtp://a:geheim%zz@mail.example' }],
  [
    'a far database with such a word beside its address',
    'DATABASE_URL',
    { DATABASE_URL: 'postgresql://rappel@db/rappel', PGPASSWORD: 'postgres' },
  ],
  [
    'everybody as a trusted proxy',
    'RAPPEL_TRUSTED_PROXIES',
    { RAPPEL_TRUSTED_PROXIES: '10.0.0.5,0.0.0.0/0' },
  ],
  [
    'the key beside what it locks',
    'RAPPEL_BACKUP_KEY_FILE',
    { RAPPEL_BACKUP_DIR: '/srv/backups', RAPPEL_BACKUP_KEY_FILE: '/srv/backups/backup.key' },
  ],
  [
    'a log of everything where others come by',
    'RAPPEL_LOG_LEVEL',
    { RAPPEL_URL: PUBLIC, RAPPEL_LOG_LEVEL: 'debug' },
  ],
  [
    'a day that stands still where others come by',
    'RAPPEL_TODAY',
    { RAPPEL_URL: PUBLIC, RAPPEL_TODAY: '2026-03-31' },
  ],
  [
    'deaths on purpose where others come by',
    'RAPPEL_FAULTS',
    { RAPPEL_URL: PUBLIC, RAPPEL_FAULTS: 'lease-held' },
  ],
  ['a certificate without its key', 'RAPPEL_TLS_CERT', { RAPPEL_TLS_CERT: '/etc/rappel.pem' }],
])('a start is refused: %s', (_, variable, env) => {
  const read = () => readSettings(env);
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(`  ${variable}=`);
  expect(read).not.toThrow(/geheim|f3b1c09d5e7a/);
});

test.each<[told: string, env: Record<string, string>]>([
  ['plain http to this machine alone', { RAPPEL_URL: 'http://localhost:3000' }],
  ['the same by its address', { RAPPEL_URL: 'http://127.0.0.1:3000' }],
  ['the same in IPv6', { RAPPEL_URL: 'http://[::1]:3000' }],
  ['a public name with https', { RAPPEL_URL: PUBLIC }],
  ['plain http, said openly', { RAPPEL_URL: 'http://192.168.1.20:3000', RAPPEL_PLAIN_HTTP: 'yes' }],
  ['a trial, said openly', { RAPPEL_URL: PUBLIC, RAPPEL_TODAY: '2026-03-31', RAPPEL_TRIAL: 'yes' }],
  ['a random secret', { RAPPEL_SECRET: RANDOM }],
  ['an earlier secret that could be guessed', { RAPPEL_SECRET: RANDOM, RAPPEL_OLD_SECRET: 'x'.repeat(40) }],
  ['a database here, by its socket', { DATABASE_URL: 'postgresql://postgres@localhost/rappel' }],
  ['a far database with its own password', { DATABASE_URL: `postgresql://rappel:${RANDOM}@db/rappel` }],
  [
    'a key in another place',
    { RAPPEL_BACKUP_DIR: '/srv/backups', RAPPEL_BACKUP_KEY_FILE: '/etc/backup.key' },
  ],
  [
    'a far database whose password stands beside',
    { DATABASE_URL: 'postgresql://rappel@db/r', PGPASSWORD: RANDOM },
  ],
  ['or in a file', { DATABASE_URL: 'postgresql://rappel@db/r', PGPASSFILE: '/etc/pgpass' }],
  ['a socket in a folder', { DATABASE_URL: 'postgresql://%2Fvar%2Frun%2Fpostgresql/rappel' }],
  ['a password with a sign that is written out', { DATABASE_URL: 'postgresql://rappel:gehe%25im@db/rappel' }],
  ['a network of proxies', { RAPPEL_TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8,203.0.113.9' }],
  ['every address, with one people use', { HOST: '0.0.0.0', RAPPEL_URL: PUBLIC }],
  [
    'every address of a container that this machine alone reaches',
    { HOST: '0.0.0.0', RAPPEL_URL: 'http://localhost:3000' },
  ],
  [
    'every address, without a word: sign-ins are taken from this machine’s address alone',
    { HOST: '0.0.0.0' },
  ],
  ['every address, by https', { HOST: '::', RAPPEL_TLS_CERT: '/c.pem', RAPPEL_TLS_KEY: '/k.pem' }],
  ['this machine alone, by its address', { HOST: '127.0.0.1' }],
  ['a day that stands still, here', { RAPPEL_TODAY: '2026-03-31', RAPPEL_LOG_LEVEL: 'debug' }],
])('a start is not refused: %s', (_, env) => {
  expect(() => readSettings(env)).not.toThrow();
});

test.each([
  ['a host of its own', { RAPPEL_URL: PUBLIC }, 'host'],
  ['what is a whole domain', { RAPPEL_URL: 'https://lambert.co.uk' }, 'host'],
  [
    'the same, said otherwise',
    { RAPPEL_URL: 'https://lambert.example', RAPPEL_HSTS: 'subdomains' },
    'subdomains',
  ],
  ['a host of its own, said otherwise', { RAPPEL_URL: PUBLIC, RAPPEL_HSTS: 'host' }, 'host'],
] as const)('transport security of %s', (_, env, hsts) => {
  expect(readSettings(env).hsts).toBe(hsts);
});

test.each(['syslog+tls://logs.example.org:99999', 'syslog://logs.example.org', 'syslog+tls://a@b', 'logs'])(
  'a log is not sent on to %s',
  (RAPPEL_LOG_TO) => {
    expect(() => readSettings({ RAPPEL_LOG_TO })).toThrow(/RAPPEL_LOG_TO=/);
  },
);

test.each([
  ['on one’s own machine', {}, 'optional'],
  ['where others come by', { RAPPEL_URL: PUBLIC }, 'owners'],
  [
    'where others come by, said otherwise',
    { RAPPEL_URL: PUBLIC, RAPPEL_SECOND_FACTOR: 'optional' },
    'optional',
  ],
  ['where others come by, of everybody', { RAPPEL_URL: PUBLIC, RAPPEL_SECOND_FACTOR: 'all' }, 'all'],
] as const)('who must have a second factor %s', (_, env, rule) => {
  const read = readSettings(env);
  expect(read.secondFactor).toBe(rule);
  expect(read.secondFactorIsUsual).toBe(!('RAPPEL_SECOND_FACTOR' in env));
});
