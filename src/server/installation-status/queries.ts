import { sql } from 'kysely';
import type { Db, Trx } from '#server/platform/db.ts';

/** What waits in the queue, and since when it could have been done. */
export async function findQueueFigures(db: Db) {
  const { rows } = await sql<{ waiting: bigint; oldestSeconds: bigint; failedThisWeek: bigint }>`
    select count(*) filter (where state in ('created', 'retry', 'active')) as waiting,
      coalesce(max(extract(epoch from clock_timestamp() - start_after))
        filter (where state in ('created', 'retry') and start_after <= clock_timestamp()), 0)::bigint as oldest_seconds,
      count(*) filter (where state = 'failed' and completed_on > now() - interval '7 days') as failed_this_week
    from pgboss.job where name not like '\\_\\_pgboss\\_\\_%'`.execute(db);
  const [row] = rows;
  return {
    waiting: Number(row?.waiting ?? 0),
    oldestSeconds: Number(row?.oldestSeconds ?? 0),
    failedThisWeek: Number(row?.failedThisWeek ?? 0),
  };
}

export async function listLivingProcesses(db: Db) {
  const { rows } = await sql<{
    role: string;
    host: string;
    pid: number;
    version: string | null;
    startedAt: Temporal.Instant;
    beatSecondsAgo: bigint;
  }>`select role, host, pid, version, started_at,
    extract(epoch from clock_timestamp() - beat_at)::bigint as beat_seconds_ago
    from worker_lease order by started_at`.execute(db);
  return rows;
}

/** The figures of the company of the open transaction, over the day that ends now. */
export async function findCompanyFigures(trx: Trx, companyId: string, since: Temporal.Instant) {
  const { rows } = await sql<{
    lastRunOn: Temporal.PlainDate | null;
    lastSentAt: Temporal.Instant | null;
    sentToday: bigint;
    refusedToday: bigint;
    waiting: bigint;
    doubtful: bigint;
  }>`select
    (select max(planned_for) from run where company_id = ${companyId}) as last_run_on,
    max(ended_at) filter (where state = 'sent') as last_sent_at,
    count(*) filter (where state = 'sent' and ended_at > ${since}) as sent_today,
    count(*) filter (where state = 'refused' and ended_at > ${since}) as refused_today,
    count(*) filter (where state in ('held', 'queued', 'claimed', 'transmitting')) as waiting,
    count(*) filter (where state = 'unknown') as doubtful
    from dispatch where company_id = ${companyId}`.execute(trx);
  return rows[0];
}
