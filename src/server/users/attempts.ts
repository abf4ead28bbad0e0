import { sql } from 'kysely';
import { refuse } from '#core/refusal.ts';
import type { Db } from '#server/platform/db.ts';

/** Failures allowed within the window: of one account from anywhere, of one machine for any account, and of codes. */
const ACCOUNT_MAX = 8;
const MACHINE_MAX = 40;
export const CODE_TRIES_MAX = 5;
const WINDOW = Temporal.Duration.from({ minutes: 10 });

export type Attempt = {
  readonly account: string;
  readonly machine: string;
  readonly now: Temporal.Instant;
  /** How many of the account may fail; left out: as many passwords as a person mistypes. */
  readonly max?: number;
};

/**
 * Counts an attempt before it is made, or refuses it after too many failures: of a hundred at once, no more than the
 * allowed are tried. The answer is the same whether the account exists or not.
 */
export async function countAttempt(
  db: Db,
  { account, machine, now, max = ACCOUNT_MAX }: Attempt,
): Promise<void> {
  const limits = new Map([
    [`account:${account}`, max],
    [`machine:${machine}`, MACHINE_MAX],
  ]);
  const subjects = [...limits.keys()].sort();
  await db.transaction().execute(async (trx) => {
    for (const subject of subjects) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 7))`.execute(trx);
    }
    const rows = await trx
      .selectFrom('signInAttempt')
      .select(({ fn }) => ['subject', fn.countAll<bigint>().as('failures'), fn.min('failedAt').as('firstAt')])
      .where('subject', 'in', subjects)
      .where('failedAt', '>', now.subtract(WINDOW))
      .groupBy('subject')
      .execute();
    for (const { subject, failures, firstAt } of rows) {
      if (failures < (limits.get(subject) ?? 0)) continue;
      const seconds = firstAt.add(WINDOW).since(now, { largestUnit: 'seconds' }).seconds;
      refuse('sign_in_too_often', { seconds: String(Math.max(1, Math.ceil(seconds))) });
    }
    const attempts = subjects.map((subject) => ({ subject, failedAt: now }));
    await trx.insertInto('signInAttempt').values(attempts).execute();
  });
}

/** The attempt was right: it forgives the account, and of the machine it came from only itself. */
export async function forgiveAttempt(db: Db, { account, machine, now }: Attempt): Promise<void> {
  await sql`
    delete from sign_in_attempt where subject = ${`account:${account}`} or ctid = (
      select ctid from sign_in_attempt where subject = ${`machine:${machine}`} and failed_at = ${now} limit 1
    )`.execute(db);
}
