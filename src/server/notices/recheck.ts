import { sql } from 'kysely';
import type { StepKind } from '#core/dunning/policy.ts';
import type { ProposalLine } from '#core/dunning/proposal.ts';
import type { Withdrawal } from '#core/dunning/withdrawal.ts';
import { listUndisputed } from '#server/disputes/queries.ts';
import type { ReviewedProposal } from '#server/dunning-runs/reviewed-proposals.ts';
import type { Trx } from '#server/platform/db.ts';
import { listPromised } from '#server/promises/standing.ts';
import { listProbablyPaid } from '#server/settlements/match-queries.ts';
import { listHandedOver } from '#server/steps/hand-over-queries.ts';

type FactsNow = {
  readonly items: ReadonlyMap<string, { open: bigint; level: number; times: number; cycle: number }>;
  /** Due item ids, or debtor ids where all of the debtor is on hold. */
  readonly held: ReadonlySet<string>;
  /** Debtors with a dispatch whose answer was lost. */
  readonly inDoubt: ReadonlySet<string>;
  /** Due items that a bank line probably pays, which nobody has settled yet. */
  readonly probablyPaid: ReadonlyMap<string, unknown>;
  /** What is left to ask for of items that are disputed. */
  readonly undisputed: ReadonlyMap<string, bigint>;
  /** Due items that a promise holds back. */
  readonly promised: ReadonlySet<string>;
  /** Due items that somebody outside has. */
  readonly handedOver: ReadonlyMap<string, unknown>;
  /** Steps that raise no level and are done, see `stepDone`. */
  readonly stepsDone: ReadonlySet<string>;
};

function stepDone({ dueItemId, cycle, stepKind, afterLevel, times }: DoneStep): string {
  return [dueItemId, cycle, stepKind, afterLevel, times].join(' ');
}
type DoneStep = {
  readonly dueItemId: string;
  readonly cycle: number;
  readonly stepKind: StepKind;
  readonly afterLevel: number;
  readonly times: number;
};

/** Reads again, under lock, what notices to these debtors stand on. */
export async function lockFactsNow(
  trx: Trx,
  companyId: string,
  given: {
    debtorIds: readonly string[];
    dueItemIds: readonly string[];
    today: Temporal.PlainDate;
    /** Those it is asked for: their own doubt does not stand in their way. */
    dispatchIds?: readonly string[];
    doubtsCount?: boolean;
  },
): Promise<FactsNow> {
  const debtors = sql`${[...new Set(given.debtorIds)]}::uuid[]`;
  await sql`select 1 from debtor where company_id = ${companyId} and id = any(${debtors}) order by id for update`.execute(
    trx,
  );
  const items = await sql<{ id: string; open: bigint; level: number; times: number; cycle: number }>`
    select id, open_minor as open, level, times, cycle from due_item
    where company_id = ${companyId} and id = any(${[...new Set(given.dueItemIds)]}::uuid[])
    order by id for update`.execute(trx);
  const holds = await sql<{ held: string }>`
    select coalesce(due_item_id, debtor_id) as held from hold
    where company_id = ${companyId} and debtor_id = any(${debtors}) and released_at is null
      and coalesce(until_on, 'infinity') >= ${given.today}
    union all
    select id from debtor where company_id = ${companyId} and id = any(${debtors}) and restricted_at is not null`.execute(
    trx,
  );
  const doubts = await sql<{ debtorId: string }>`
    select distinct n.debtor_id from dispatch x
    join notice n on n.company_id = x.company_id and n.id = x.notice_id
    where x.company_id = ${companyId} and x.state = 'unknown' and n.debtor_id = any(${debtors})
      and ${given.doubtsCount ?? true} and x.id <> all(${[...(given.dispatchIds ?? [])]}::uuid[])`.execute(
    trx,
  );
  const steps = await sql<DoneStep>`
    select due_item_id, cycle, step_kind, after_level, times from item_step
    where company_id = ${companyId} and due_item_id = any(${[...new Set(given.dueItemIds)]}::uuid[])
      and undone_at is null`.execute(trx);
  return {
    items: new Map(items.rows.map(({ id, ...facts }) => [id, facts])),
    held: new Set(holds.rows.map(({ held }) => held)),
    inDoubt: new Set(doubts.rows.map(({ debtorId }) => debtorId)),
    probablyPaid: await listProbablyPaid(trx, companyId, given.dueItemIds),
    undisputed: await listUndisputed(trx, companyId, given.dueItemIds),
    promised: await listPromised(trx, companyId, given.dueItemIds, given.today),
    handedOver: await listHandedOver(trx, companyId, given.dueItemIds),
    stepsDone: new Set(steps.rows.map(stepDone)),
  };
}

type Line = Pick<ProposalLine, 'dueItemId' | 'level' | 'times' | 'cycle'> & {
  readonly open: bigint;
  /** Who owes it, where another one is asked for it. */
  readonly debtorId: string;
};

export type Asked = {
  readonly debtorId: string;
  readonly stepKind: StepKind;
  readonly lines: readonly Line[];
  /** It has left through one of its channels already: what it reached was reached by itself. */
  readonly hasLeft: boolean;
};

/** What a proposal asks, as it is read again. */
export function askedOf({ debtorId, effective }: Pick<ReviewedProposal, 'debtorId' | 'effective'>): Asked {
  const lines = effective.lines.map((line) => ({
    ...line,
    open: BigInt(line.open),
    debtorId: line.debtor?.id ?? debtorId,
  }));
  return { debtorId, stepKind: effective.stepKind, lines, hasLeft: false };
}

/** The first reason why a notice with these lines must not leave, or null if its facts still stand. */
export function whyWithdraw({ debtorId, stepKind, lines, hasLeft }: Asked, now: FactsNow): Withdrawal | null {
  if (now.held.has(debtorId) || lines.some((line) => now.held.has(line.debtorId))) return 'on_hold';
  if (now.inDoubt.has(debtorId)) return 'in_doubt';
  for (const line of lines) {
    const item = now.items.get(line.dueItemId);
    if (!item) return 'changed';
    if (line.level !== null && item.open === 0n) return 'paid';
    // Less is open than is asked for, or less credit is left than is taken off.
    if (line.open >= 0n ? item.open < line.open : item.open > line.open) return 'changed';
    if (line.level === null) continue;
    if (now.held.has(line.dueItemId)) return 'on_hold';
    if (now.handedOver.has(line.dueItemId)) return 'handed_over';
    if (line.open > (now.undisputed.get(line.dueItemId) ?? line.open)) return 'disputed';
    if (now.promised.has(line.dueItemId)) return 'promised';
    if (now.probablyPaid.has(line.dueItemId)) return 'probably_paid';
    const reached = item.level > line.level || (item.level === line.level && item.times >= line.times);
    if (item.cycle !== line.cycle || (line.level > 0 && reached && !hasLeft)) return 'already_issued';
    if (
      line.level === 0 &&
      !hasLeft &&
      now.stepsDone.has(stepDone({ ...line, stepKind, afterLevel: item.level }))
    )
      return 'already_issued';
  }
  return null;
}
