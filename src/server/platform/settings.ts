import path from 'node:path';
import { z } from 'zod';
import type { SecondFactorRule } from '#core/accounts/second-factor.ts';
import { isNetwork } from './client-address.ts';
import { nearest } from './nearest.ts';
import { findUnsafe, leadsElsewhere } from './unsafe-settings.ts';

/** Everything that the environment decides. docs/operations.md lists it for people. */
export type Settings = {
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL, in the data folder. */
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** Where people reach it: links in mails, cookies. */
  readonly url: string;
  /** Whether a browser is told to use https for the hosts below ours too. */
  readonly hsts: 'host' | 'subdomains';
  /** Files of a certificate and its key, where Rappel itself speaks https; null: a proxy does. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Null: made once and kept in the data folder. */
  readonly secret: string | null;
  /** The one before, until `rappel secret rotate` has sealed everything anew. */
  readonly oldSecret: string | null;
  /** Who must have a second factor, in every company. */
  readonly secondFactor: SecondFactorRule;
  /** Whether nobody said so, and it is what is usual. */
  readonly secondFactorIsUsual: boolean;
  /** Addresses of proxies that are believed when they say for whom they ask. */
  readonly trustedProxies: readonly string[];
  readonly smtpUrl: string | null;
  /** How long a mail server may be silent in the middle of a mail. What is lost by then is not certain. */
  readonly smtpSeconds: number;
  /** Whether companies may name public hosts only, for their mail: where others than the operator set them. */
  readonly publicMailHostsOnly: boolean;
  /** The watched folder: bank files laid into <inbox>/<company key>/ are read. Null: none is watched. */
  readonly inbox: string | null;
  /** Whether the calculator of late-payment interest is open to anybody, without an account. */
  readonly publicCalculator: boolean;
  /** Where backups are kept; null: in the data folder. */
  readonly backupDir: string | null;
  /** A file with the key that seals them; null: they are plain. */
  readonly backupKeyFile: string | null;
  /** Whether one is made each night. */
  readonly nightlyBackup: boolean;
  /** A fixed day, for the demo and tests. */
  readonly today: Temporal.PlainDate | null;
  readonly logLevel: string;
  /** Where each line of the log is sent on to; null: it stays on standard error alone. */
  readonly logTo: string | null;
};

type Rule = { readonly schema: z.ZodType; readonly remedy: string; readonly secret?: boolean };

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
const WITH_PASSWORD = /^([a-z+]+:\/\/[^:/@]*):[^@]*@/;

const RULES: Record<string, Rule> = {
  RAPPEL_DATA_DIR: { schema: z.string().min(1), remedy: 'Give a folder, like /var/lib/rappel.' },
  DATABASE_URL: {
    schema: z.string().refine((text) => /^postgres(ql)?:$/.test(protocolOf(text))),
    remedy: 'Write it like postgresql://user:password@host:5432/database.',
  },
  HOST: {
    schema: z.string().regex(/^[\w.:-]+$/),
    remedy: 'Give an address of this machine, like 127.0.0.1 or 0.0.0.0.',
  },
  PORT: {
    schema: z.coerce.number().int().min(1).max(65535),
    remedy: 'Give a number from 1 to 65535, like 3000.',
  },
  RAPPEL_URL: {
    schema: z.string().refine((text) => /^https?:$/.test(protocolOf(text))),
    remedy: 'Write the address people use, like https://rappel.example.org.',
  },
  RAPPEL_PLAIN_HTTP: { schema: z.enum(['yes', 'no']), remedy: 'Write yes or no.' },
  RAPPEL_TRIAL: { schema: z.enum(['yes', 'no']), remedy: 'Write yes or no.' },
  RAPPEL_HSTS: { schema: z.enum(['host', 'subdomains']), remedy: 'Write host or subdomains.' },
  RAPPEL_TLS_CERT: {
    schema: z.string().min(1),
    remedy: 'Give a file with the certificate and its chain (PEM).',
  },
  RAPPEL_TLS_KEY: { schema: z.string().min(1), remedy: 'Give a file with the private key (PEM).' },
  RAPPEL_SECRET: {
    schema: z.string().min(32),
    remedy: 'Give at least 32 characters, for example from: openssl rand -hex 32',
    secret: true,
  },
  RAPPEL_OLD_SECRET: {
    schema: z.string().min(32),
    remedy: 'Give the secret that RAPPEL_SECRET had before, or leave it out.',
    secret: true,
  },
  RAPPEL_SECOND_FACTOR: {
    schema: z.enum(['optional', 'owners', 'all']),
    remedy: 'Write optional, owners or all.',
  },
  RAPPEL_TRUSTED_PROXIES: {
    schema: z.string().refine((text) => proxiesOf(text).every(isNetwork)),
    remedy: 'Write addresses or networks with commas between them, like 10.0.0.5,10.1.0.0/16.',
  },
  RAPPEL_SMTP_URL: {
    schema: z.string().refine((text) => /^smtps?:$/.test(protocolOf(text))),
    remedy: 'Write it like smtp://user:password@mail.example.org:587 (or smtps:// on port 465).',
  },
  RAPPEL_MAIL_HOSTS: { schema: z.enum(['any', 'public']), remedy: 'Write any or public.' },
  RAPPEL_SMTP_SECONDS: {
    schema: z.coerce.number().min(0.2).max(900),
    remedy: 'Give a number of seconds from 1 to 900, like 120.',
  },
  RAPPEL_INBOX: { schema: z.string().min(1), remedy: 'Give a folder, like /srv/rappel/inbox.' },
  RAPPEL_PUBLIC_CALCULATOR: { schema: z.enum(['yes', 'no']), remedy: 'Write yes or no.' },
  RAPPEL_BACKUP_DIR: { schema: z.string().min(1), remedy: 'Give a folder, like /srv/backups/rappel.' },
  RAPPEL_BACKUP_KEY_FILE: {
    schema: z.string().min(1),
    remedy: 'Give a file with a key in it, made by: openssl rand -hex 32 > backup.key',
  },
  RAPPEL_NIGHTLY_BACKUP: { schema: z.enum(['yes', 'no']), remedy: 'Write yes or no.' },
  RAPPEL_TODAY: {
    schema: z.iso.date(),
    remedy: 'Write a day like 2026-03-31, or leave it out to use the real one.',
  },
  RAPPEL_LOG_LEVEL: { schema: z.enum(LEVELS), remedy: `Choose one of ${LEVELS.join(', ')}.` },
  RAPPEL_LOG_TO: {
    schema: z.string().refine((text) => /^syslog\+tls:\/\/[^/@\s]+$/.test(text) && URL.canParse(text)),
    remedy: 'Write it like syslog+tls://logs.example.org:6514. It is never sent in the clear.',
  },
  // Read by the tests alone.
  RAPPEL_TEST_DATABASE_URL: { schema: z.string(), remedy: '' },
  RAPPEL_FAULTS: { schema: z.string(), remedy: '' },
};

export type SettingProblem = { variable: string; value: string; remedy: string };

/** Every setting that cannot be used, told at once. */
export class SettingsError extends Error {
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const lines = problems.map(({ variable, value, remedy }) => `  ${variable}=${value}\n    ${remedy}`);
    super(`These settings cannot be used:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads the environment. @throws SettingsError */
export function readSettings(env: Env): Settings {
  const problems = [...unknownNames(env), ...unusable(env)];
  if (problems.length === 0) problems.push(...unsafe(env), ...halfGiven(env));
  if (problems.length > 0) throw new SettingsError(problems);
  const get = (name: string) => env[name] || null;
  const port = Number(get('PORT') ?? 3000);
  const [certFile, keyFile] = [get('RAPPEL_TLS_CERT'), get('RAPPEL_TLS_KEY')];
  return {
    dataDir: path.resolve(get('RAPPEL_DATA_DIR') ?? 'data'),
    databaseUrl: get('DATABASE_URL'),
    host: get('HOST') ?? '127.0.0.1',
    port,
    hsts: get('RAPPEL_HSTS') === 'subdomains' ? 'subdomains' : 'host',
    tls: certFile && keyFile ? { certFile: path.resolve(certFile), keyFile: path.resolve(keyFile) } : null,
    url: (get('RAPPEL_URL') ?? `${certFile ? 'https' : 'http'}://localhost:${port}`).replace(/\/+$/, ''),
    secret: get('RAPPEL_SECRET'),
    oldSecret: get('RAPPEL_OLD_SECRET'),
    secondFactor: secondFactorOf(env),
    secondFactorIsUsual: get('RAPPEL_SECOND_FACTOR') === null,
    trustedProxies: proxiesOf(get('RAPPEL_TRUSTED_PROXIES') ?? ''),
    smtpUrl: get('RAPPEL_SMTP_URL'),
    publicMailHostsOnly: get('RAPPEL_MAIL_HOSTS') === 'public',
    smtpSeconds: Number(get('RAPPEL_SMTP_SECONDS') ?? 120),
    inbox: get('RAPPEL_INBOX') && path.resolve(get('RAPPEL_INBOX') ?? ''),
    publicCalculator: get('RAPPEL_PUBLIC_CALCULATOR') === 'yes',
    backupDir: get('RAPPEL_BACKUP_DIR') && path.resolve(get('RAPPEL_BACKUP_DIR') ?? ''),
    backupKeyFile: get('RAPPEL_BACKUP_KEY_FILE') && path.resolve(get('RAPPEL_BACKUP_KEY_FILE') ?? ''),
    nightlyBackup: get('RAPPEL_NIGHTLY_BACKUP') !== 'no',
    today: get('RAPPEL_TODAY') ? Temporal.PlainDate.from(get('RAPPEL_TODAY') ?? '') : null,
    logLevel: get('RAPPEL_LOG_LEVEL') ?? 'info',
    logTo: get('RAPPEL_LOG_TO'),
  };
}

/** An address as it may be shown: without its password. */
export function withoutPassword(address: string): string {
  return address.replace(WITH_PASSWORD, '$1:***@');
}

function unknownNames(env: Env): SettingProblem[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith('RAPPEL_') && !(name in RULES));
  return unknown.map((variable) => {
    const close = nearest(variable, Object.keys(RULES));
    const remedy = close
      ? `There is no such setting. Did you mean ${close}?`
      : 'There is no such setting. Remove it.';
    // It may be a misspelt secret.
    return { variable, value: '***', remedy };
  });
}

function unusable(env: Env): SettingProblem[] {
  return Object.entries(RULES).flatMap(([variable, { schema, remedy, secret }]) => {
    const value = env[variable];
    if (!value || schema.safeParse(value).success) return [];
    return [{ variable, value: secret ? '***' : withoutPassword(value), remedy }];
  });
}

function unsafe(env: Env): SettingProblem[] {
  return findUnsafe(env).map(({ variable, remedy }) => {
    const value = RULES[variable]?.secret ? '***' : withoutPassword(env[variable] ?? '');
    return { variable, value, remedy };
  });
}

/** A certificate is nothing without its key, nor the key without it. */
function halfGiven(env: Env): SettingProblem[] {
  const [cert, key] = [env.RAPPEL_TLS_CERT ?? '', env.RAPPEL_TLS_KEY ?? ''];
  if ((cert === '') === (key === '')) return [];
  const [variable, other] =
    cert === '' ? ['RAPPEL_TLS_KEY', 'RAPPEL_TLS_CERT'] : ['RAPPEL_TLS_CERT', 'RAPPEL_TLS_KEY'];
  return [{ variable, value: cert || key, remedy: `Give ${other} as well.` }];
}

const FACTOR_RULES: Readonly<Record<string, SecondFactorRule>> = {
  optional: 'optional',
  owners: 'owners',
  all: 'all',
};

/** Where others come by, owners have a second factor unless the operator says otherwise; on one's own machine nobody must. */
function secondFactorOf({ RAPPEL_SECOND_FACTOR = '', RAPPEL_URL = '' }: Env): SecondFactorRule {
  const usual = RAPPEL_URL !== '' && leadsElsewhere(RAPPEL_URL) ? 'owners' : 'optional';
  return FACTOR_RULES[RAPPEL_SECOND_FACTOR] ?? usual;
}

function proxiesOf(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}
