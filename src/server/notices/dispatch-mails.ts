import { isKeyFresh, nextLookAt } from '#core/dunning/doubt.ts';
import { mailSettingsOf } from '#server/companies/mail-server.ts';
import { findFile } from '#server/files/queries.ts';
import { type Transport, transportOf } from '#server/mail-transports/transport-of.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { fault } from '#server/platform/fault.ts';
import { type MailConnection, type Offer, openMailConnection } from '#server/platform/mail.ts';
import { throughOutage } from '#server/platform/outage.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import { findRoom } from '#server/sending-limits/queries.ts';
import {
  type Claimed,
  type Ending,
  lockAbandoned,
  lockNextMails,
  markTransmitting,
  markTried,
  type Offering,
  releaseHeld,
  reviveClaimed,
} from './dispatch-queries.ts';
import { leaveOutSent } from './leave-out-sent.ts';
import { envelopeFor, NotItsAddressees } from './mail-envelope.ts';
import { claimedFrom, recordEnding } from './record-ending.ts';
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
  /** Told where no connection found anybody to offer a mail to: the company's other mails would find the same. */
  readonly onUnreached?: () => void;
};

const AT_ONCE = 2;
const PORTION = 10;
const TRIES_MAX = 10;
const SECONDS_MAX = 120;
/** How long the answer of a mail server waits for a database that went away: nobody can ask for it again. */
const KEEP_ANSWER_SECONDS = 30;

/** Sends the mails of a company that may go, over at most two connections. Returns how many were offered. */
export async function dispatchMails(tools: CompanyTools, lease: bigint, route: MailRoute): Promise<number> {
  const { companyId, clock } = tools;
  await inCompany(tools, (trx) => releaseHeld(trx, companyId, clock.now()));
  const { url } = route;
  if (!url) return 0;
  const transport = await inCompany(tools, (trx) => transportOf(trx, tools, url));
  fault('held-released');
  const lanes = Array.from({ length: route.lanes ?? AT_ONCE }, () =>
    sendLane(tools, lease, { ...route, url, transport }),
  );
  // One that fails does not leave the other at work unseen: see reviveDispatches.
  const ended = await Promise.allSettled(lanes);
  const gone = ended.flatMap((lane) => (lane.status === 'fulfilled' ? lane.value : []));
  const isAway = gone.some((lane) => lane.isAway);
  // Claimed for this turn and not begun: whoever has the next turn may take it.
  if (isAway || route.isOver?.()) await inCompany(tools, (trx) => reviveClaimed(trx, companyId, lease));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  // A server that takes one connection and turns the second away is there.
  if (isAway && gone.every(({ reached }) => reached === 0)) route.onUnreached?.();
  return gone.reduce((sum, { offered }) => sum + offered, 0);
}

type LaneEnd = {
  readonly offered: number;
  readonly reached: number;
  /** It ended because the mail server was not reached. */
  readonly isAway: boolean;
};

async function sendLane(tools: CompanyTools, lease: bigint, route: OpenRoute): Promise<LaneEnd> {
  const connection = openMailConnection(mailSettingsOf(tools, route.url, route.secondsMax ?? SECONDS_MAX));
  let offered = 0;
  try {
    while (!route.isOver?.()) {
      const claimed = await claim(tools, lease);
      if (!claimed) break;
      fault('mails-claimed');
      for (const one of await leaveOutSent(tools, { lease, transport: route.transport }, claimed)) {
        if (route.isOver?.()) break;
        offered += 1;
        const isReached = await send(tools, { lease, route, connection }, one);
        // The next mail would find the same.
        if (!isReached) return { offered, reached: offered - 1, isAway: true };
      }
    }
    return { offered, reached: offered, isAway: false };
  } finally {
    connection.close();
  }
}

/** Takes the next mails, and lets go of those whose facts no longer stand. Null: none is left. */
async function claim(tools: CompanyTools, lease: bigint): Promise<Claimed[] | null> {
  const { companyId, clock } = tools;
  return inCompany(tools, async (trx) => {
    if ((await findSendStops(trx, companyId)).length > 0) return null;
    // What is beyond the day's number waits for the next day.
    const { left: room } = await findRoom(trx, companyId, clock.now());
    const rows = await lockNextMails(trx, companyId, { lease, now: clock.now(), max: PORTION, room });
    if (rows.length === 0) return null;
    // What a correction says stays true whatever became of the debt.
    const notices = rows.filter(({ purpose }) => purpose === 'notice');
    const reasons = await recheckDispatches(trx, tools, notices);
    await withdrawDispatches(trx, tools, rows, reasons);
    return rows.filter(({ id }) => !reasons.has(id)).map(claimedFrom);
  });
}

type OpenRoute = MailRoute & {
  readonly url: string;
  readonly transport: Transport;
};
type Lane = { lease: bigint; route: OpenRoute; connection: MailConnection };

class MayNotBegin extends Error {}

/** @returns whether there was anybody to offer it to */
async function send(tools: CompanyTools, { lease, route, connection }: Lane, one: Claimed): Promise<boolean> {
  const { companyId, clock } = tools;
  const file = await inCompany(tools, (trx) => findFile(trx, companyId, one.bytesFileId));
  const sound = file?.sha256 === one.sha256 ? file : undefined;
  const offering = offeringOf(route.transport, one, clock.now());
  const envelope = sound && (await envelopeFor(one, sound.bytes, { ...route, key: offering.offerKey }));
  if (!sound || !envelope || envelope instanceof NotItsAddressees) {
    const answer = envelope instanceof Error ? envelope.message : 'The stored message is damaged.';
    const damaged = { outcome: 'refused' as const, answer };
    await inCompany(tools, (trx) => record(trx, tools, { lease, one, offering }, damaged));
    return true;
  }
  const offer = await connection.offer(envelope, sound.bytes, async () => {
    const may = await inCompany(tools, async (trx) => {
      if ((await findSendStops(trx, companyId)).length > 0) return false;
      return markTransmitting(trx, companyId, one.id, lease, clock.now(), offering);
    });
    if (!may)
      throw new MayNotBegin('sending was stopped, or the dispatch taken over, or its debtor is in doubt');
    fault('mail-transmitting');
  });
  fault('mail-answered');
  await throughOutage(KEEP_ANSWER_SECONDS, () =>
    inCompany(tools, async (trx) => {
      await record(trx, tools, { lease, one, offering }, offer);
      fault('mail-ending');
    }),
  );
  fault('mail-recorded');
  return !offer.isUnreached;
}

/**
 * Inside the window of a key, the first offer under it counts; at another server, or later, it is a new one. The very first
 * key is the dispatch's own id: data that were put back offer it under the same, and make no second mail of it.
 */
function offeringOf({ kind, via }: Transport, one: Claimed, now: Temporal.Instant): Offering {
  const { id, firstOfferedAt, offerKey } = one;
  const before = one.via === via ? firstOfferedAt : null;
  if (kind === 'keyed' && before !== null && offerKey !== null && isKeyFresh(before, now))
    return { transport: kind, via, firstOfferedAt: before, offerKey };
  const next = firstOfferedAt === null ? id : `${id}.${now.epochMilliseconds}`;
  return { transport: kind, via, firstOfferedAt: now, offerKey: next };
}

type Tried = { readonly lease: bigint; readonly one: Claimed; readonly offering: Offering };

async function record(
  trx: Trx,
  tools: CompanyTools,
  { lease, one, offering }: Tried,
  offer: Offer,
): Promise<void> {
  const now = tools.clock.now();
  const doubt = { ...offering, offeredAt: now, looks: 0, absentLooks: 0 };
  const ended = endingOf(offer, one.tries, now);
  const ending = ended?.state === 'unknown' ? { ...ended, nextLookAt: nextLookAt(doubt, null) } : ended;
  if (!ending || !(await markTried(trx, tools.companyId, one.id, lease, ending))) return;
  await recordEnding(trx, tools, one, ending);
}

/** The state a try ends in. A mail that is put off too often is given up, as refused. */
export function endingOf(
  { outcome, answer, isUnreached = false }: Offer,
  tries: number,
  now: Temporal.Instant,
): Ending | null {
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
      if (isUnreached)
        return { state: 'queued', from: both, answer, at: now, notBefore: null, isUntried: true };
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
