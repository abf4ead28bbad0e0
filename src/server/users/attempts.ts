import { refuse } from '#core/refusal.ts';
import type { Db } from '#server/platform/db.ts';

/** Failures allowed within the window: of one account from anywhere, and of one machine for any account. */
const ACCOUNT_MAX = 8;
const MACHINE_MAX = 40;
const WINDOW = Temporal.Duration.from({ minutes: 10 });

type Attempt = { readonly account: string; readonly machine: string; readonly now: Temporal.Instant };

/** Refuses while there were too many failures. The answer is the same whether the account exists or not. */
export async function refuseTooManyAttempts(db: Db, { account, machine, now }: Attempt): Promise<void> {
  const rows = await db
    .selectFrom('signInAttempt')
    .select(({ fn }) => ['subject', fn.countAll<bigint>().as('failures'), fn.min('failedAt').as('firstAt')])
    .where('subject', 'in', subjects(account, machine))
    .where('failedAt', '>', now.subtract(WINDOW))
    .groupBy('subject')
    .execute();
  for (const { subject, failures, firstAt } of rows) {
    if (failures < (subject.startsWith('account:') ? ACCOUNT_MAX : MACHINE_MAX)) continue;
    const seconds = firstAt.add(WINDOW).since(now, { largestUnit: 'seconds' }).seconds;
    refuse('sign_in_too_often', { seconds: String(Math.max(1, Math.ceil(seconds))) });
  }
}

export async function addFailedAttempt(db: Db, { account, machine, now }: Attempt): Promise<void> {
  await db.deleteFrom('signInAttempt').where('failedAt', '<', now.subtract(WINDOW)).execute();
  const rows = subjects(account, machine).map((subject) => ({ subject, failedAt: now }));
  await db.insertInto('signInAttempt').values(rows).execute();
}

/** A right password forgives the account, not the machine it came from. */
export async function removeAttempts(db: Db, account: string): Promise<void> {
  await db.deleteFrom('signInAttempt').where('subject', '=', `account:${account}`).execute();
}

function subjects(account: string, machine: string): string[] {
  return [`account:${account}`, `machine:${machine}`];
}
