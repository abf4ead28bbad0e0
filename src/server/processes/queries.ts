import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { ProcessRole } from './tables.ts';

/** The first half of the advisory lock of a lease; its number is the second. */
const LEASE_LOCKS = 7_274_357;
/** How long a process may be silent before its work is taken over: three beats and a little. */
const SILENT_SECONDS_MAX = 12;
/** How long one that let go of its lock may: a database that started again gives it time to come back. */
const UNLOCKED_SECONDS_MAX = 5;

export type ProcessFacts = {
  readonly role: ProcessRole;
  readonly host: string;
  readonly pid: number;
  readonly address: string | null;
  readonly version: string;
  readonly secretMark: string;
};

/** Registers a process under a number that none had before. */
export async function addProcess(db: Db, facts: ProcessFacts): Promise<bigint> {
  const { role, host, pid, address, version, secretMark } = facts;
  const { rows } = await sql<{ number: bigint }>`
    insert into worker_lease (number, host, pid, beat_at, role, address, version, secret_mark, locked)
    values (nextval('worker_lease_number'), ${host}, ${pid}, clock_timestamp(), ${role}, ${address}, ${version},
      ${secretMark}, true)
    returning number`.execute(db);
  const number = rows[0]?.number;
  if (number === undefined) throw new Error('no lease was given');
  return number;
}

/** Says with a connection's life that the process lives. False: somebody else holds the number. */
export async function lockLease(held: Db, lease: bigint): Promise<boolean> {
  const { rows } = await sql<{ ours: boolean }>`
    select pg_try_advisory_lock(${LEASE_LOCKS}, ${lease}::int) as ours`.execute(held);
  return rows[0]?.ours ?? false;
}

/** False: others took the process for dead; what it held is theirs, and it needs a new number. */
export async function markAlive(db: Db, lease: bigint): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update worker_lease set beat_at = clock_timestamp() where number = ${lease}`.execute(db);
  return numAffectedRows === 1n;
}

export async function removeProcess(db: Db, lease: bigint): Promise<void> {
  await sql`delete from worker_lease where number = ${lease}`.execute(db);
}

const HELD = sql`exists (
  select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
    and l.database = (select oid from pg_database where datname = current_database())
    and l.classid::bigint = ${sql.lit(LEASE_LOCKS)} and l.objid::bigint = w.number)`;

/** Clears away who is gone or silent. By the database's clock: what a process's own says does not matter. */
export async function removeDeadProcesses(db: Db): Promise<void> {
  await sql`delete from worker_lease w
    where w.beat_at < clock_timestamp() - make_interval(secs => ${sql.lit(SILENT_SECONDS_MAX)})
      or (w.locked and w.beat_at < clock_timestamp() - make_interval(secs => ${sql.lit(UNLOCKED_SECONDS_MAX)})
        and not ${HELD})`.execute(db);
}

export type LivingProcess = {
  readonly number: bigint;
  readonly role: ProcessRole;
  readonly host: string;
  readonly pid: number;
  readonly address: string | null;
  readonly version: string | null;
  readonly secretMark: string | null;
  readonly startedAt: Temporal.Instant;
  readonly silentSeconds: number;
};

/** The processes that live, the oldest first: for the status page, the doctor, and whoever joins them. */
export async function listProcesses(db: Db): Promise<readonly LivingProcess[]> {
  const { rows } = await sql<LivingProcess>`
    select w.number, w.role, w.host, w.pid, w.address, w.version, w.secret_mark, w.started_at,
      greatest(0, extract(epoch from clock_timestamp() - w.beat_at))::float8 as silent_seconds
    from worker_lease w
    where w.role <> 'command' and w.beat_at >= clock_timestamp() - make_interval(secs => ${sql.lit(SILENT_SECONDS_MAX)})
      and (not w.locked or ${HELD})
    order by w.number`.execute(db);
  return rows;
}

/**
 * Takes one of the two turns at a mailbox for as long as the lease lives; also one that stands under this lease already.
 * False: somebody else has it.
 */
export async function takeMailboxTurn(db: Db, { mailbox, slot, lease }: MailboxTurn): Promise<boolean> {
  const { rows } = await sql`
    insert into mailbox_turn as t (mailbox, slot, lease)
    select ${mailbox}, ${slot}, w.number from worker_lease w where w.number = ${lease}
    on conflict (mailbox, slot) do update set lease = excluded.lease where t.lease = excluded.lease
    returning slot`.execute(db);
  return rows.length > 0;
}

export async function removeMailboxTurn(db: Db, { mailbox, slot, lease }: MailboxTurn): Promise<void> {
  await sql`delete from mailbox_turn where mailbox = ${mailbox} and slot = ${slot} and lease = ${lease}`.execute(
    db,
  );
}

export type MailboxTurn = { readonly mailbox: string; readonly slot: number; readonly lease: bigint };
