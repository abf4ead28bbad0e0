import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { mailServerOf } from './companies/mail-server.ts';
import type { OpenInstallation } from './installation.ts';
import { whyNoLogin } from './platform/mail-login.ts';
import type { Settings } from './platform/settings.ts';
import type { Tools } from './platform/tools.ts';

export type Finding = {
  readonly about: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly found: string;
  readonly remedy: string;
};

type WithRappel = <T>(work: (tools: Tools, installation: OpenInstallation) => Promise<T>) => Promise<T>;

const GIGABYTE = 1_000_000_000;
const CLOCK_SECONDS_MAX = 5;

/** Looks at everything that an administrator could mend, and says how. Never stops at the first trouble. */
export async function examine(settings: Settings, withRappel: WithRappel): Promise<readonly Finding[]> {
  const findings = [examineDisk(settings), examineSecret(settings), ...examineDay(settings)];
  try {
    const inside = await withRappel(async (tools, { database }) => [
      ok('postgres', await versionOf(tools)),
      ok(
        'server',
        (await database.findServer()) ?? 'not running; this command started the database for itself',
      ),
      await examineClock(tools),
      ...(await examineMail(tools)),
      await examineJobs(tools),
      ...(await examineCompanies(tools)),
    ]);
    return [...findings, ...inside];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return [...findings, fail('postgres', 'cannot be used', words)];
  }
}

function examineDisk({ dataDir, databaseUrl }: Settings): Finding {
  if (databaseUrl) return ok('disk', 'the database of DATABASE_URL keeps its own');
  mkdirSync(dataDir, { recursive: true });
  const { bavail, bsize } = statfsSync(dataDir);
  const free = (bavail * bsize) / GIGABYTE;
  const found = `${free.toFixed(1)} GB free at ${dataDir}`;
  if (free < 0.5) return fail('disk', found, 'Free some space now: PostgreSQL stops when the disk is full.');
  return free < 5
    ? warn('disk', found, 'Free some space: letters and imported files grow by some GB a year.')
    : ok('disk', found);
}

function examineSecret({ secret, dataDir }: Settings): Finding {
  const file = path.join(dataDir, 'secret');
  if (secret) return ok('secret', 'given by RAPPEL_SECRET');
  if (!existsSync(file)) return ok('secret', `will be made at ${file}`);
  const open = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
  const found = `kept in ${file}`;
  return open
    ? fail('secret', `${found}, where others can read it`, `chmod 600 ${file}`)
    : ok('secret', found);
}

function examineDay({ today }: Settings): Finding[] {
  if (!today) return [];
  return [
    warn(
      'day',
      `fixed to ${today} by RAPPEL_TODAY`,
      'Leave RAPPEL_TODAY out for real work: it is for demos and tests.',
    ),
  ];
}

async function versionOf({ db }: Tools): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`select 'PostgreSQL ' || current_setting('server_version') as version`.execute(db);
  return rows[0]?.version ?? 'unknown';
}

async function examineClock({ db }: Tools): Promise<Finding> {
  const { rows } = await sql<{ at: Temporal.Instant }>`select clock_timestamp() as at`.execute(db);
  const apart = Math.abs(rows[0]?.at.since(Temporal.Now.instant()).total('seconds') ?? 0);
  const found = `${Temporal.Now.instant().toString({ smallestUnit: 'second' })}, ${apart.toFixed(1)} s from the database`;
  if (apart <= CLOCK_SECONDS_MAX) return ok('clock', found);
  return fail('clock', found, 'Let both machines follow a time server (timedatectl set-ntp true).');
}

async function examineMail(tools: Tools): Promise<Finding[]> {
  const companies = await tools.db
    .selectFrom('company')
    .select(['key', 'smtpUrlSealed', 'mailFromAddress', 'isDemo'])
    .where('isDemo', '=', false)
    .execute();
  const servers = new Map<string, string>();
  const findings: Finding[] = [];
  for (const company of companies) {
    try {
      const url = mailServerOf(tools, company);
      if (url) servers.set(url, company.key);
      else
        findings.push(
          warn(
            'smtp',
            `${company.key} has no mail server`,
            'Set RAPPEL_SMTP_URL, or enter one under Settings, Mail.',
          ),
        );
    } catch (error) {
      findings.push(
        fail(
          'smtp',
          `${company.key}: ${error instanceof Error ? error.message : error}`,
          'Enter the mail server again under Settings, Mail.',
        ),
      );
    }
  }
  if (tools.installation.smtpUrl) servers.set(tools.installation.smtpUrl, 'RAPPEL_SMTP_URL');
  const answers = await Promise.all(
    [...servers].map(async ([url, name]) => {
      const { hostname, port } = new URL(url);
      const trouble = await whyNoLogin(url).catch((error: Error) => error.message);
      const found = `${name}: ${hostname}${port ? `:${port}` : ''}`;
      return trouble
        ? fail('smtp', `${found}: ${trouble}`, 'Check its address, user and password.')
        : ok('smtp', `${found} lets us in`);
    }),
  );
  return [...findings, ...answers];
}

async function examineJobs({ db }: Tools): Promise<Finding> {
  const { rows } = await sql<{ name: string; failed: bigint }>`
    select name, count(*) as failed from pgboss.job
    where state = 'failed' and completed_on > now() - interval '7 days' group by name order by name`.execute(
    db,
  );
  if (rows.length === 0) return ok('jobs', 'none failed in the last seven days');
  const found = rows.map(({ name, failed }) => `${name} ${failed}×`).join(', ');
  return warn('jobs', `failed in the last seven days: ${found}`, 'Look into the log for these names.');
}

async function examineCompanies({ db }: Tools): Promise<Finding[]> {
  const { rows } = await sql<{ key: string; mode: string; last: string | null; unknown: bigint }>`
    select company.key, company.mode,
      (select max(planned_for)::text from run where run.company_id = company.id) as last,
      (select count(*) from dispatch where dispatch.company_id = company.id and dispatch.state = 'unknown') as unknown
    from company order by company.key`.execute(db);
  if (rows.length === 0)
    return [warn('companies', 'none yet', 'Open Rappel in a browser, or: rappel company add --help')];
  return rows.map(({ key, mode, last, unknown }) => {
    const found = `${key} is in ${mode} mode; last run ${last ?? 'never'}`;
    if (unknown === 0n) return ok('company', found);
    return warn(
      'company',
      `${found}; ${unknown} mails without a certain answer`,
      'Decide about them on the worklist.',
    );
  });
}

function ok(about: string, found: string): Finding {
  return { about, state: 'ok', found, remedy: '' };
}

function warn(about: string, found: string, remedy: string): Finding {
  return { about, state: 'warn', found, remedy };
}

function fail(about: string, found: string, remedy: string): Finding {
  return { about, state: 'fail', found, remedy };
}
