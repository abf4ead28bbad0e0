import { sql } from 'kysely';
import { refuse } from '#core/refusal.ts';
import { retakeClaims } from '#server/claims/take-back-claims.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { retakeStepsOfNotice } from '#server/steps/step-queries.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockDispatch } from './dispatch-queries.ts';
import { freeLines, listStillUnderWay, markReached } from './mark-sent.ts';

export type Outcome = 'sent' | 'again' | 'withdrawn';

/**
 * A person says what became of a mail whose answer was lost or that was refused: it arrived, it goes out once more as
 * a possible copy, or it is let be. Rappel never decides that by itself.
 * @throws Refusal dispatch_unknown_id, dispatch_not_in_doubt
 */
export async function settleDispatch(
  tools: CompanyTools,
  { dispatch, outcome }: { dispatch: string; outcome: Outcome },
): Promise<string> {
  const { companyId, clock, actor } = tools;
  return inCompany(tools, async (trx) => {
    const found =
      (await lockDispatch(trx, companyId, dispatch)) ?? refuse('dispatch_unknown_id', { dispatch });
    const doubtful = found.state === 'unknown' || found.state === 'refused';
    if (!doubtful || (found.undoneAt && found.purpose === 'notice'))
      refuse('dispatch_not_in_doubt', { notice: String(found.number), state: found.state });
    const at = clock.now();
    await decide(trx, companyId, {
      id: dispatch,
      noticeId: found.noticeId,
      wasRefused: found.state === 'refused',
      isCorrection: found.purpose === 'correction',
      outcome,
      at,
    });
    await sql`update task set done_at = ${at}, done_by = ${actor}, outcome = ${outcome}
      where company_id = ${companyId} and dispatch_id = ${dispatch} and done_at is null`.execute(trx);
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'notice_resolved',
        ...{ at, actor, debtorId: found.debtorId, noticeId: found.noticeId, runId: found.runId },
        facts: { notice: String(found.number), channel: found.channel, outcome },
      },
    ]);
    return found.noticeId;
  });
}

type Decision = {
  id: string;
  noticeId: string;
  wasRefused: boolean;
  isCorrection: boolean;
  outcome: Outcome;
  at: Temporal.Instant;
};

async function decide(
  trx: Trx,
  companyId: string,
  { id, noticeId, wasRefused, isCorrection, outcome, at }: Decision,
): Promise<void> {
  const state = { sent: 'sent', again: 'queued', withdrawn: 'withdrawn' } as const;
  // A refused notice had given its levels back: it takes them again, unless another one has them now.
  const standing = isCorrection
    ? new Set([noticeId])
    : await listStillUnderWay(trx, companyId, [noticeId], [id]);
  const isAlone = !standing.has(noticeId);
  if (wasRefused && isAlone && outcome !== 'withdrawn') await retakeLines(trx, companyId, noticeId);
  await trx
    .updateTable('dispatch')
    .set({
      state: state[outcome],
      lease: null,
      ...(outcome === 'again' ? { tries: 0, notBefore: at, endedAt: null } : { endedAt: at }),
    })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
  if (outcome === 'sent' && !isCorrection) await markReached(trx, companyId, [noticeId]);
  // Through another channel it has left, or still may: then it stands.
  if (outcome === 'withdrawn' && isAlone) {
    await freeLines(trx, companyId, [noticeId], at);
    await sql`update notice set undone_at = ${at} where company_id = ${companyId} and id = ${noticeId}`.execute(
      trx,
    );
  }
}

async function retakeLines(trx: Trx, companyId: string, noticeId: string): Promise<void> {
  const { rows } = await sql<{ number: number }>`
    select m.number from notice_line l
    join notice_line k on k.company_id = l.company_id and k.due_item_id = l.due_item_id and k.cycle = l.cycle
      and k.level = l.level and k.times = l.times and not k.undone and k.notice_id <> l.notice_id
    join notice m on m.company_id = k.company_id and m.id = k.notice_id
    where l.company_id = ${companyId} and l.notice_id = ${noticeId} limit 1`.execute(trx);
  const [other] = rows;
  if (other) refuse('dispatch_not_in_doubt', { notice: String(other.number), state: 'sent' });
  await sql`update notice_line set undone = false
    where company_id = ${companyId} and notice_id = ${noticeId}`.execute(trx);
  await retakeStepsOfNotice(trx, companyId, noticeId);
  await retakeClaims(trx, companyId, noticeId);
}
