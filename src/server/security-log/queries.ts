import { sql } from 'kysely';
import type { SecurityEvent } from '#core/accounts/security-events.ts';
import { SECURITY_LOG_DAYS } from '#core/accounts/security-events.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

type NewEvent = {
  readonly event: SecurityEvent;
  readonly code: string;
  readonly userId: string | null;
  readonly place: string | null;
  readonly machine: string | null;
  readonly route: string;
  readonly at: Temporal.Instant;
};

/** One line; what is the same within a minute is counted on it. */
export async function addSecurityEvent(db: Db, { at, ...event }: NewEvent): Promise<void> {
  const minute = at.round({ smallestUnit: 'minute', roundingMode: 'floor' });
  await db
    .insertInto('securityEvent')
    .values({ id: newId(), minute, firstAt: at, lastAt: at, ...event })
    .onConflict((oc) =>
      oc.constraint('security_event_once').doUpdateSet({
        times: sql`security_event.times + 1`,
        lastAt: sql`greatest(security_event.last_at, ${at})`,
      }),
    )
    .execute();
}

/** As the trigger security_event_is_kept says. */
const TERM_IS_OVER = sql<boolean>`last_at <= now() - interval '179 days'`;

/** Whether so many lines of this minute are there: those who ask from ever another machine fill no disk. */
export async function isFullMinute(db: Db, at: Temporal.Instant, most: number): Promise<boolean> {
  const minute = at.round({ smallestUnit: 'minute', roundingMode: 'floor' });
  const rows = await db
    .selectFrom('securityEvent')
    .select('id')
    .where('minute', '=', minute)
    .limit(most)
    .execute();
  return rows.length >= most;
}

export type SecurityLook = {
  /** What happened in this company, and how its members signed in since they are. Left out: everything. */
  readonly companyId?: string | undefined;
  readonly event?: SecurityEvent | undefined;
  readonly userId?: string | undefined;
  readonly since?: Temporal.Instant | undefined;
  readonly page: number;
  readonly perPage: number;
};

/** The security log, the latest first. A name is the one an account has now, and of a company's own members only. */
export async function listSecurityEvents(db: Db, look: SecurityLook) {
  const { companyId, event, userId, since, page, perPage } = look;
  const members = db
    .selectFrom('membership')
    .select('membership.userId')
    .where('companyId', '=', companyId ?? '');
  const found = db
    .selectFrom('securityEvent')
    .$if(companyId !== undefined, (query) =>
      query.where((eb) =>
        eb.or([
          eb('place', '=', companyId ?? ''),
          // What somebody did before they came is not this company's to know.
          eb.and([
            eb('place', 'is', null),
            eb(
              'securityEvent.userId',
              'in',
              eb
                .selectFrom('membership')
                .select('membership.userId')
                .where('membership.companyId', '=', companyId ?? '')
                .whereRef('membership.createdAt', '<=', 'securityEvent.firstAt'),
            ),
          ]),
        ]),
      ),
    )
    .$if(event !== undefined, (query) => query.where('event', '=', event ?? 'signed_in'))
    .$if(userId !== undefined, (query) => query.where('securityEvent.userId', '=', userId ?? ''))
    .$if(since !== undefined, (query) => query.where('lastAt', '>=', since ?? null));
  const { total } = await found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow();
  const rows = await found
    .leftJoin('appUser', (join) =>
      join
        .onRef('appUser.id', '=', 'securityEvent.userId')
        .on((eb) => (companyId === undefined ? eb.lit(true) : eb('appUser.id', 'in', members))),
    )
    .selectAll('securityEvent')
    .select('appUser.name as userName')
    .orderBy('lastAt', 'desc')
    .orderBy('securityEvent.id', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  return { rows, total };
}

/** What is older than the log is kept; by the clock of the database as well, which lets nothing go before. */
export async function removeOldSecurityEvents(db: Db, now: Temporal.Instant): Promise<void> {
  const kept = now.subtract({ hours: 24 * SECURITY_LOG_DAYS });
  await db.deleteFrom('securityEvent').where('lastAt', '<', kept).where(TERM_IS_OVER).execute();
}
