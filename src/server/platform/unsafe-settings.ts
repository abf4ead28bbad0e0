import { isIP } from 'node:net';
import path from 'node:path';
import type { SettingProblem } from './settings.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Rule = {
  readonly variable: string;
  readonly remedy: string;
  /** Whether it is only dangerous where others than this machine come by: an address of its own. */
  readonly onlyWherePublic?: boolean;
  isUnsafe(value: string, env: Env): boolean;
};

const PLACEHOLDER = /change.?me|example|placeholder|secret.?secret|^password|0123456789|abcdefgh|^your[-_ ]/i;
/** Of 32 random signs of a hexadecimal number, fewer than this many different ones practically never come. */
const DIFFERENT_SIGNS_MIN = 8;
/** Passwords of databases that everybody tries, and none at all. */
const TRIED_FIRST = ['', 'postgres', 'password', 'rappel', 'admin'];
const RANDOM = 'Give a random one, for example from: openssl rand -hex 32';

/** What reads, and must not be used where others come by: told at the start instead of after the harm. */
const RULES: readonly Rule[] = [
  {
    variable: 'RAPPEL_URL',
    remedy:
      'Passwords and sessions would travel in the clear. Write https://, with a proxy or RAPPEL_TLS_CERT; or say openly that you want this: RAPPEL_PLAIN_HTTP=yes.',
    isUnsafe: (url, env) => url.startsWith('http:') && leadsElsewhere(url) && env.RAPPEL_PLAIN_HTTP !== 'yes',
  },
  {
    variable: 'RAPPEL_URL',
    remedy: 'Rappel speaks https itself here, by RAPPEL_TLS_CERT. Write https://.',
    isUnsafe: (url, { RAPPEL_TLS_CERT = '' }) => url.startsWith('http:') && RAPPEL_TLS_CERT !== '',
  },
  {
    variable: 'RAPPEL_URL',
    remedy: 'Write the address alone: no user, password, search or part after #.',
    isUnsafe: (text) => {
      const { username, password, search, hash } = new URL(text);
      return [username, password, search, hash].some((part) => part !== '');
    },
  },
  {
    // The one before may be what it was: it is being replaced.
    variable: 'RAPPEL_SECRET',
    remedy: `It can be guessed. ${RANDOM}`,
    isUnsafe: isGuessable,
  },
  {
    variable: 'RAPPEL_OLD_SECRET',
    remedy: 'It is the same as RAPPEL_SECRET, so that nothing would change. Give RAPPEL_SECRET a new one.',
    isUnsafe: (old, { RAPPEL_SECRET }) => old === RAPPEL_SECRET,
  },
  {
    variable: 'RAPPEL_SECRET',
    remedy: `It stands in DATABASE_URL or RAPPEL_SMTP_URL too, where others read it. ${RANDOM}`,
    isUnsafe: (secret, { DATABASE_URL, RAPPEL_SMTP_URL }) =>
      [DATABASE_URL, RAPPEL_SMTP_URL].some((url) => passwordOf(url) === secret),
  },
  ...['DATABASE_URL', 'RAPPEL_SMTP_URL'].map((variable) => ({
    variable,
    remedy: 'A % stands in the user or the password by itself. Write it as %25.',
    isUnsafe: (url: string) => !isDecodable(url),
  })),
  {
    variable: 'DATABASE_URL',
    remedy:
      'A database on another machine is not opened without a password, or with one that everybody tries first.',
    isUnsafe: (url, { PGPASSWORD = '', PGPASSFILE = '' }) => {
      const password = passwordOf(url) || PGPASSWORD;
      const isElsewhere = leadsElsewhere(url) && !hasCertificate(url);
      const isKeptApart = password === '' && PGPASSFILE !== '';
      return isElsewhere && !isKeptApart && TRIED_FIRST.includes(password);
    },
  },
  {
    variable: 'RAPPEL_TRUSTED_PROXIES',
    remedy:
      'So large a network is no network of proxies: anybody would be believed about where they ask from. Name the proxies themselves, or networks of 8 bits and more.',
    isUnsafe: (text) => text.split(',').some((network) => Number(/\/(\d+)\s*$/.exec(network)?.[1] ?? 8) < 8),
  },
  {
    variable: 'RAPPEL_BACKUP_KEY_FILE',
    remedy:
      'Whoever takes the backups would take their key along. Keep it in another place than RAPPEL_BACKUP_DIR.',
    isUnsafe: (file, { RAPPEL_BACKUP_DIR, RAPPEL_DATA_DIR }) =>
      isInside(file, RAPPEL_BACKUP_DIR || path.join(RAPPEL_DATA_DIR || 'data', 'backups')),
  },
  {
    variable: 'RAPPEL_LOG_LEVEL',
    remedy:
      'At debug the log may hold what concerns people. Use info where others come by; for a public trial say RAPPEL_TRIAL=yes.',
    onlyWherePublic: true,
    isUnsafe: (level) => level === 'debug',
  },
  {
    variable: 'RAPPEL_TODAY',
    remedy:
      'A day that stands still is for demo and tests: interest and deadlines would be wrong. Leave it out; for a public trial say RAPPEL_TRIAL=yes.',
    onlyWherePublic: true,
    isUnsafe: () => true,
  },
  {
    variable: 'RAPPEL_FAULTS',
    remedy: 'It makes the program die on purpose, for tests. Leave it out.',
    onlyWherePublic: true,
    isUnsafe: () => true,
  },
];

/** Settings that read but would do harm. RAPPEL_TRIAL=yes allows what only trying out needs, openly. */
export function findUnsafe(env: Env): Omit<SettingProblem, 'value'>[] {
  const url = env.RAPPEL_URL ?? '';
  const isForPeople = URL.canParse(url) && leadsElsewhere(url) && env.RAPPEL_TRIAL !== 'yes';
  return RULES.filter(({ variable, onlyWherePublic = false, isUnsafe }) => {
    const value = env[variable];
    return value && (!onlyWherePublic || isForPeople) && isUnsafe(value, env);
  }).map(({ variable, remedy }) => ({ variable, remedy }));
}

/** Whether an address leads anywhere else than to this machine itself. */
export function leadsElsewhere(address: string): boolean {
  const { hostname } = new URL(address);
  // A socket in a folder, as PostgreSQL writes it.
  return hostname !== '' && !/^%2f/i.test(hostname) && !isOwnHost(hostname);
}

function isOwnHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  const isNamed = bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1';
  return isNamed || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function isGuessable(secret: string): boolean {
  return new Set(secret).size < DIFFERENT_SIGNS_MIN || PLACEHOLDER.test(secret);
}

function passwordOf(address: string | undefined): string {
  if (!address || !URL.canParse(address)) return '';
  const { password } = new URL(address);
  return isDecodable(address) ? decodeURIComponent(password) : password;
}

function isDecodable(address: string): boolean {
  const { username, password } = new URL(address);
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** Known to the database by a certificate or by its own means instead of a password. */
function hasCertificate(address: string): boolean {
  return /[?&](sslcert|host=%2F|host=\/)/.test(address);
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(path.resolve(folder), path.resolve(file));
  return way !== '' && !way.startsWith('..') && !path.isAbsolute(way);
}
