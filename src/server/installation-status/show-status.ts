import type { z } from 'zod';
import type { SendStopView, StatusView } from '#contract/installation.ts';
import { needsSecondFactor } from '#core/accounts/second-factor.ts';
import { isBackupLate } from '#core/backups/retention.ts';
import { refuse } from '#core/refusal.ts';
import type { SendStop } from '#core/sending/send-stops.ts';
import { findLastGoodBackup, listBackupRuns } from '#server/backups/queries.ts';
import { listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { SignedIn } from '#server/platform/sessions.ts';
import type { RequestTools, Tools } from '#server/platform/tools.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import {
  findInstallation,
  isInstallationOwner,
  listReleasedFences,
  listStandingFences,
} from '#server/send-stops/queries.ts';
import { findHeadMailFailure } from '#server/timeline/head-mail-queries.ts';
import { findCompanyFigures, findQueueFigures, listLivingProcesses } from './queries.ts';

type Status = z.output<typeof StatusView>;
type Stop = z.output<typeof SendStopView>;

const SHOWN = 10;

/**
 * Who looks after the whole installation is held to its own rule, as owners are in each company.
 * @throws Refusal installation_owner_needed, second_factor_missing
 */
export async function refuseOthers({ db, installation, user }: RequestTools): Promise<SignedIn> {
  if (user === null || !(await isInstallationOwner(db, user.id))) {
    return refuse('installation_owner_needed', {});
  }
  if (user.secondFactorAt === null && needsSecondFactor(installation.secondFactor, 'owner')) {
    refuse('second_factor_missing', {});
  }
  return user;
}

/** How the whole installation stands, in figures: what somebody who looks after it wants to see in the morning. */
export async function showStatus(tools: Tools): Promise<Status> {
  const { db, installation } = tools;
  const released = await listReleasedFences(db, SHOWN);
  return {
    version: installation.version,
    at: Temporal.Now.instant().toString(),
    stops: await listInstallationStops(tools),
    released: released.map(({ kind, releasedAt, releasedByName, releaseReason }) => ({
      kind,
      releasedAt: String(releasedAt),
      by: releasedByName,
      reason: releaseReason ?? '',
    })),
    backups: await backupsOf(tools),
    queue: await findQueueFigures(db),
    processes: (await listLivingProcesses(db)).map(({ startedAt, beatSecondsAgo, ...process }) => ({
      ...process,
      startedAt: startedAt.toString(),
      beatSecondsAgo: Number(beatSecondsAgo),
    })),
    companies: await companiesOf(tools),
  };
}

export async function listInstallationStops({ db }: Pick<Tools, 'db'>): Promise<Stop[]> {
  const standing = await listStandingFences(db);
  return standing.map(({ id, raisedAt, endsAt, kind, facts }) =>
    viewStop({ kind, facts, since: raisedAt, until: endsAt, fence: id }),
  );
}

export function viewStop({ since, until, facts, ...stop }: SendStop): Stop {
  return { ...stop, facts: { ...facts }, since: since.toString(), until: until?.toString() ?? null };
}

async function backupsOf({ db, installation }: Tools): Promise<Status['backups']> {
  const lastGood = (await findLastGoodBackup(db)) ?? null;
  const since = (await findInstallation(db))?.createdAt ?? Temporal.Now.instant();
  const { folder = '', keyFile = null, isNightly = false } = installation.backups ?? {};
  return {
    folder,
    nightly: isNightly,
    encrypted: keyFile !== null,
    late: isNightly && isBackupLate(lastGood?.startedAt ?? null, since, Temporal.Now.instant()),
    lastGood: lastGood && viewBackup(lastGood),
    last: (await listBackupRuns(db, SHOWN)).map(viewBackup),
  };
}

type Run = Awaited<ReturnType<typeof listBackupRuns>>[number];

function viewBackup(run: Run): Status['backups']['last'][number] {
  const { id, reason, file, isEncrypted, startedAt, outcome, size, rowCount, answer } = run;
  return {
    id,
    reason,
    file,
    encrypted: isEncrypted,
    startedAt: startedAt.toString(),
    outcome,
    bytes: size === null ? null : Number(size),
    rows: rowCount === null ? null : Number(rowCount),
    verification: run.verification,
    verifiedAt: run.verifiedAt?.toString() ?? null,
    answer,
  };
}

/** One after the other: each is seen from inside alone. */
async function companiesOf(tools: Tools): Promise<Status['companies']> {
  const since = Temporal.Now.instant().subtract({ hours: 24 });
  const found: Status['companies'] = [];
  for (const { id, key, name, mode } of await listCompanies(tools.db)) {
    const { figures, stops, failure } = await inCompany({ db: tools.db, companyId: id }, async (trx) => ({
      figures: await findCompanyFigures(trx, id, since),
      stops: await findSendStops(trx, id),
      failure: await findHeadMailFailure(trx, id),
    }));
    found.push({
      key,
      name,
      mode,
      lastRunOn: figures?.lastRunOn?.toString() ?? null,
      lastSentAt: figures?.lastSentAt?.toString() ?? null,
      sentToday: Number(figures?.sentToday ?? 0),
      refusedToday: Number(figures?.refusedToday ?? 0),
      waiting: Number(figures?.waiting ?? 0),
      doubtful: Number(figures?.doubtful ?? 0),
      headMailFails: failure !== null,
      stops: stops.filter(({ kind }) => kind === 'audit_failed').map(viewStop),
    });
  }
  return found;
}
