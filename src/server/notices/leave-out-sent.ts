import { absenceCountsFrom } from '#core/dunning/doubt.ts';
import type { Transport } from '#server/mail-transports/transport-of.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { askSentFolder, type Seen } from './ask-for-trace.ts';
import { type Claimed, markTried } from './dispatch-queries.ts';
import { addLook } from './look-queries.ts';
import { recordEnding } from './record-ending.ts';

const ASK_AGAIN_MINUTES = 10;

/**
 * After data were put back or copied, what they take for unsent may have left long ago. Where the server files what it
 * takes, each such mail is looked up by its Message-ID before it goes: found, it was sent; absent, it goes now. While the
 * folder cannot be asked it waits. A provider that keeps keys knows the mail by its key; elsewhere whoever released the
 * sending answers for it.
 * @returns which of the claimed ones are to be sent
 */
export async function leaveOutSent(
  tools: CompanyTools,
  { lease, transport }: { readonly lease: bigint; readonly transport: Transport },
  claimed: readonly Claimed[],
): Promise<readonly Claimed[]> {
  const doubted = transport.kind === 'sent_folder' ? claimed.filter(({ doubtedSince }) => doubtedSince) : [];
  if (doubted.length === 0) return claimed;
  const now = tools.clock.now();
  const ripe = doubted.filter((one) => waitsUntil(one, now) === null);
  const seen = await askSentFolder(
    tools,
    ripe.map(({ id, messageId }) => ({ id, messageId, via: transport.via })),
  );
  const kept = new Set<Claimed>();
  for (const one of doubted)
    if (!(await maySend(tools, { lease, one, found: seen.get(one.id), now }))) kept.add(one);
  return claimed.filter((one) => !kept.has(one));
}

type Asked = {
  readonly lease: bigint;
  readonly one: Claimed;
  /** Undefined: it is too early to ask. */
  readonly found: Seen | undefined;
  readonly now: Temporal.Instant;
};

function maySend(tools: CompanyTools, { lease, one, found, now }: Asked): Promise<boolean> {
  const { companyId, actor } = tools;
  const { id, channel, number, debtorId, noticeId, runId } = one;
  const ended = { from: ['claimed'] as const, at: now, notBefore: null };
  return inCompany(tools, async (trx) => {
    if (found === undefined || found.outcome === 'failed') {
      const until = waitsUntil(one, now) ?? now.add({ minutes: ASK_AGAIN_MINUTES });
      const put = { ...ended, state: 'queued' as const, answer: found?.answer ?? '', notBefore: until };
      await markTried(trx, companyId, id, lease, { ...put, isUntried: true });
      return false;
    }
    const { outcome, answer } = found;
    await addLook(trx, companyId, { dispatchId: id, at: now, by: null, outcome, answer });
    if (outcome === 'absent') return true;
    const ending = { ...ended, state: 'sent' as const, answer };
    if (!(await markTried(trx, companyId, id, lease, ending))) return false;
    const about = { at: now, actor, debtorId, noticeId, runId };
    const facts = { notice: String(number), channel, answer };
    await addTimelineEntries(trx, companyId, [{ ...about, kind: 'notice_traced', facts }]);
    await recordEnding(trx, tools, one, ending);
    return false;
  });
}

/** Null: it may be asked about by now. */
function waitsUntil({ doubtedSince }: Claimed, now: Temporal.Instant): Temporal.Instant | null {
  const from = doubtedSince && absenceCountsFrom(doubtedSince);
  return from && Temporal.Instant.compare(from, now) > 0 ? from : null;
}
