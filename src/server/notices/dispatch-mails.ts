import { type Currency, isCurrency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { TimelineEvent } from '#core/timeline/events.ts';
import { findCompany } from '#server/companies/queries.ts';
import { findFile } from '#server/files/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { fault } from '#server/platform/fault.ts';
import { type MailConnection, type Offer, openMailConnection } from '#server/platform/mail.ts';
import { throughOutage } from '#server/platform/outage.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import { addTasks } from '#server/tasks/queries.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import {
  type Claimed,
  type ClaimedRow,
  type Ending,
  lockAbandoned,
  lockNextMails,
  markTransmitting,
  markTried,
  releaseHeld,
  reviveClaimed,
} from './dispatch-queries.ts';
import { freeLines, listStillUnderWay, markReached } from './mark-sent.ts';
import { recheckDispatches, withdrawDispatches } from './withdraw-notices.ts';

export type MailRoute = {
  /** The company's mail server, or null where none is set up: its mails wait. */
  readonly url: string | null;
  readonly from: string;
  readonly copyTo: string | null;
  readonly secondsMax?: number;
  /** Whether others are to have their turn: what waits goes on waiting. */
  readonly isOver?: () => boolean;
  /** How many of the mailbox's turns this process has. */
  readonly lanes?: number;
};

const AT_ONCE = 2;
const PORTION = 10;
const TRIES_MAX = 10;
/** How long the answer of a mail server waits for a database that went away: nobody can ask for it again. */
const KEEP_ANSWER_SECONDS = 30;

/** Sends the mails of a company that may go, over at most two connections. Returns how many were offered. */
export async function dispatchMails(tools: CompanyTools, lease: bigint, route: MailRoute): Promise<number> {
  const { companyId, clock } = tools;
  await inCompany(tools, (trx) => releaseHeld(trx, companyId, clock.now()));
  const { url } = route;
  if (!url) return 0;
  fault('held-released');
  const lanes = Array.from({ length: route.lanes ?? AT_ONCE }, () =>
    sendLane(tools, lease, { ...route, url }),
  );
  // One that fails does not leave the other at work unseen: see reviveDispatches.
  const ended = await Promise.allSettled(lanes);
  // Claimed for this turn and not begun: whoever has the next turn may take it.
  if (route.isOver?.()) await inCompany(tools, (trx) => reviveClaimed(trx, companyId, lease));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return ended.reduce((sum, lane) => sum + (lane.status === 'fulfilled' ? lane.value : 0), 0);
}

async function sendLane(
  tools: CompanyTools,
  lease: bigint,
  route: MailRoute & { url: string },
): Promise<number> {
  const settings = { url: route.url, ...(route.secondsMax ? { secondsMax: route.secondsMax } : {}) };
  const connection = openMailConnection(settings);
  let offered = 0;
  try {
    while (!route.isOver?.()) {
      const claimed = await claim(tools, lease);
      if (!claimed) return offered;
      fault('mails-claimed');
      for (const one of claimed) {
        if (route.isOver?.()) break;
        await send(tools, { lease, route, connection }, one);
        offered += 1;
      }
    }
    return offered;
  } finally {
    connection.close();
  }
}

/** Takes the next mails, and lets go of those whose facts no longer stand. Null: none is left. */
async function claim(tools: CompanyTools, lease: bigint): Promise<Claimed[] | null> {
  const { companyId, clock } = tools;
  return inCompany(tools, async (trx) => {
    if ((await findSendStops(trx, companyId)).length > 0) return null;
    const rows = await lockNextMails(trx, companyId, { lease, now: clock.now(), max: PORTION });
    if (rows.length === 0) return null;
    // What a correction says stays true whatever became of the debt.
    const notices = rows.filter(({ purpose }) => purpose === 'notice');
    const reasons = await recheckDispatches(trx, tools, notices);
    await withdrawDispatches(trx, tools, rows, reasons);
    return rows.filter(({ id }) => !reasons.has(id)).map(claimedFrom);
  });
}

function claimedFrom({ totalMinor, currency, ...row }: ClaimedRow): Claimed {
  const known: Currency = isCurrency(currency) ? currency : 'EUR';
  return { ...row, total: `${toDecimal(money(BigInt(totalMinor), known))} ${known}` };
}

type Lane = { lease: bigint; route: MailRoute; connection: MailConnection };

class LeaseLost extends Error {}

async function send(tools: CompanyTools, { lease, route, connection }: Lane, one: Claimed): Promise<void> {
  const { companyId, clock } = tools;
  const file = await inCompany(tools, (trx) => findFile(trx, companyId, one.bytesFileId));
  if (!file || file.sha256 !== one.sha256) {
    const damaged = { outcome: 'refused' as const, answer: 'The stored message is damaged.' };
    return inCompany(tools, (trx) => record(trx, tools, lease, one, damaged));
  }
  const { to, copies, meantFor } = one.addressees;
  const blind = route.copyTo && meantFor.length === 0 ? [route.copyTo] : [];
  const envelope = { from: route.from, to: [...[...to, ...copies].map(({ address }) => address), ...blind] };
  const offer = await connection.offer(envelope, file.bytes, async () => {
    const ours = await inCompany(tools, (trx) =>
      markTransmitting(trx, companyId, one.id, lease, clock.now()),
    );
    if (!ours) throw new LeaseLost('the dispatch was taken over');
    fault('mail-transmitting');
  });
  fault('mail-answered');
  await throughOutage(KEEP_ANSWER_SECONDS, () =>
    inCompany(tools, async (trx) => {
      await record(trx, tools, lease, one, offer);
      fault('mail-ending');
    }),
  );
  fault('mail-recorded');
}

async function record(
  trx: Trx,
  tools: CompanyTools,
  lease: bigint,
  one: Claimed,
  offer: Offer,
): Promise<void> {
  const ending = endingOf(offer, one.tries, tools.clock.now());
  if (!ending || !(await markTried(trx, tools.companyId, one.id, lease, ending))) return;
  await recordEnding(trx, tools, one, ending);
}

/** The state a try ends in. A mail that is put off too often is given up, as refused. */
export function endingOf({ outcome, answer }: Offer, tries: number, now: Temporal.Instant): Ending | null {
  const both = ['claimed', 'transmitting'] as const;
  switch (outcome) {
    case 'stopped':
      return null;
    case 'sent':
      return { state: 'sent', from: ['transmitting'], answer, at: now, notBefore: null };
    case 'unknown':
      return { state: 'unknown', from: ['transmitting'], answer, at: now, notBefore: null };
    case 'refused':
      return { state: 'refused', from: both, answer, at: now, notBefore: null };
    case 'later':
      if (tries >= TRIES_MAX) return { state: 'refused', from: both, answer, at: now, notBefore: null };
      return {
        state: 'queued',
        from: both,
        answer,
        at: now,
        notBefore: now.add({ seconds: backOff(tries) }),
      };
  }
}

/** Half a minute, then twice as long each time, up to two hours. */
function backOff(tries: number): number {
  return Math.min(30 * 2 ** (tries - 1), 7200);
}

/** What a state means beyond the dispatch: levels that are reached, tasks for a person, and the timeline. */
export async function recordEnding(
  trx: Trx,
  { companyId, clock, actor }: CompanyTools,
  one: Claimed,
  { state, answer }: Pick<Ending, 'state' | 'answer'>,
): Promise<void> {
  const { id, noticeId, debtorId, runId, number, purpose } = one;
  const notice = String(number);
  const to = one.addressees.to.map(({ address }) => address).join(', ');
  const about = { at: clock.now(), actor, debtorId, noticeId, runId };
  const entry = entryOf(one, { state, answer, to });
  if (entry) await addTimelineEntries(trx, companyId, [{ ...about, ...entry }]);
  if (state === 'sent') return purpose === 'notice' ? markReached(trx, companyId, [noticeId]) : undefined;
  if (state === 'queued') return;
  // A notice refused everywhere reached nobody: its levels may be proposed again.
  if (state === 'refused' && purpose === 'notice') {
    const underWay = await listStillUnderWay(trx, companyId, [noticeId], [id]);
    if (!underWay.has(noticeId)) await freeLines(trx, companyId, [noticeId], clock.now());
  }
  const { timeZone } = await findCompany(trx, companyId);
  await addTasks(trx, companyId, [
    {
      kind: state === 'refused' ? 'dispatch_refused' : 'dispatch_unknown',
      debtorId,
      noticeId,
      dispatchId: id,
      dueOn: clock.today(timeZone),
      createdAt: clock.now(),
      facts: { notice, answer, to },
    },
  ]);
}

function entryOf(
  { number, step, total, channel, purpose }: Claimed,
  { state, answer, to }: { state: string; answer: string; to: string },
): TimelineEvent | null {
  const notice = String(number);
  if (state === 'refused') return { kind: 'notice_refused', facts: { notice, channel, answer } };
  if (state === 'unknown') return { kind: 'notice_unknown', facts: { notice, channel, answer } };
  if (state !== 'sent') return null;
  return purpose === 'correction'
    ? { kind: 'correction_sent', facts: { notice, channel, to } }
    : { kind: 'notice_sent', facts: { notice, step, total, channel, to } };
}

/**
 * Puts right what was left behind in this company, by dead processes or by this one: call it while this lease sends
 * nothing.
 */
export async function reviveDispatches(tools: CompanyTools, lease: bigint): Promise<void> {
  const { companyId } = tools;
  await inCompany(tools, async (trx) => {
    await reviveClaimed(trx, companyId, lease);
    fault('mails-revived');
    for (const row of await lockAbandoned(trx, companyId, lease))
      await recordEnding(trx, tools, claimedFrom(row), { state: 'unknown', answer: '' });
  });
}
