import { type Doubt, isKeyFresh, isProvenAbsent, nextLookAt } from '#core/dunning/doubt.ts';
import { refuse } from '#core/refusal.ts';
import { mailServerOf, mailSettingsOf } from '#server/companies/mail-server.ts';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { askSentFolder, askWithKey, type Seen } from './ask-for-trace.ts';
import { lockDispatch } from './dispatch-queries.ts';
import {
  addLook,
  closeDoubtTask,
  type DoubtfulRow,
  findDoubtful,
  listToLookFor,
  markLooked,
  markProven,
} from './look-queries.ts';
import { claimedFrom, recordEnding } from './record-ending.ts';

/** A person who opens it again and again asks the other side once in a while. */
const SECONDS_BETWEEN = 30;
/** Then the other companies have their turn: what is left is due at the next look. */
const COMPANY_MS_MAX = 30_000;
/** Nobody's look waits longer for a provider that does not answer. */
const ANSWER_SECONDS_MAX = 20;

/** Looks, in every company, for the traces of mails whose answer was lost, where their hour has come. */
export async function lookForTraces(tools: Tools): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    try {
      await lookInCompany({ ...tools, companyId: id, actor: null });
    } catch (error) {
      // One company's mailbox is not the others'.
      tools.log.error({ err: error, companyId: id }, 'traces of mails could not be looked for');
    }
  }
}

/** The same in one company. @returns how many were looked for */
export async function lookInCompany(tools: CompanyTools): Promise<number> {
  const { companyId, clock } = tools;
  const now = clock.now();
  const due = await inCompany(tools, (trx) => listToLookFor(trx, companyId, now));
  const [early, ripe] = partition(due, (row) => {
    const at = nextLookAt(doubtOf(row), row.lastLookAt);
    return at === null || Temporal.Instant.compare(at, now) > 0;
  });
  // Left behind by a process that died: its hour is told by when it was offered.
  if (early.length > 0)
    await inCompany(tools, async (trx) => {
      for (const row of early) {
        const { looks, absentLooks } = row;
        const next = nextLookAt(doubtOf(row), row.lastLookAt);
        await markLooked(trx, companyId, row.id, { looks, absentLooks, nextLookAt: next });
      }
    });
  const [keyed, filed] = partition(ripe, ({ transport }) => transport === 'keyed');
  const ends = performance.now() + COMPANY_MS_MAX;
  let looked = 0;
  // A folder answers for many at once; a provider for one, which is kept before the next is asked.
  for (const rows of [filed, ...keyed.map((row) => [row])]) {
    if (performance.now() > ends) break;
    const seen = await seek(tools, rows);
    for (const row of rows) {
      const found = seen.get(row.id);
      if (found) await recordLook(tools, row, { ...found, atItsHour: true });
    }
    looked += rows.length;
  }
  return looked;
}

/**
 * Looks for one dispatch now, because somebody has it before them. It settles what is found; that it is not found yet is
 * kept, and counts at its hours alone.
 * @throws Refusal dispatch_unknown_id, dispatch_not_traceable
 */
export async function lookForTrace(tools: CompanyTools, { dispatch }: { dispatch: string }): Promise<string> {
  const { companyId, clock } = tools;
  const found = await inCompany(tools, async (trx) => {
    const one = (await lockDispatch(trx, companyId, dispatch)) ?? refuse('dispatch_unknown_id', { dispatch });
    return { one, row: await findDoubtful(trx, companyId, dispatch) };
  });
  const { row, one } = found;
  if (!row) return one.noticeId;
  const notice = String(one.number);
  if (row.transport === null || row.transport === 'blind') refuse('dispatch_not_traceable', { notice });
  const since = row.lastLookAt && clock.now().since(row.lastLookAt).total('seconds');
  if (since !== null && since < SECONDS_BETWEEN) return one.noticeId;
  const seen = (await seek(tools, [row])).get(row.id) ?? refuse('dispatch_not_traceable', { notice });
  await recordLook(tools, row, { ...seen, atItsHour: false });
  return one.noticeId;
}

/** What the other side says of each; of those it cannot be asked about any more, nothing. */
async function seek(tools: CompanyTools, rows: readonly DoubtfulRow[]): Promise<ReadonlyMap<string, Seen>> {
  const filed = rows.filter(({ transport }) => transport === 'sent_folder');
  const keyed = rows.filter(({ transport }) => transport === 'keyed');
  const seen = new Map<string, Seen>(await askSentFolder(tools, filed));
  if (keyed.length === 0) return seen;
  const company = await inCompany(tools, (trx) => findCompany(trx, tools.companyId));
  const url = mailServerOf(tools, company);
  const answerSeconds = Math.min(tools.installation.smtpSeconds, ANSWER_SECONDS_MAX);
  const settings = url === null ? null : mailSettingsOf(tools, url, answerSeconds);
  for (const row of keyed) {
    const isFresh = row.firstOfferedAt !== null && isKeyFresh(row.firstOfferedAt, tools.clock.now());
    const answer = isFresh && settings ? await askWithKey(tools, settings, row) : null;
    if (answer) seen.set(row.id, answer);
  }
  return seen;
}

/** Keeps a look, and settles the dispatch where it proves something. Whoever settled it meanwhile was first. */
function recordLook(
  tools: CompanyTools,
  row: DoubtfulRow,
  { outcome, answer, refused, atItsHour }: Seen & { atItsHour: boolean },
): Promise<void> {
  const { companyId, clock, actor } = tools;
  const at = clock.now();
  return inCompany(tools, async (trx) => {
    const now = await findDoubtful(trx, companyId, row.id, { lock: true });
    if (!now || now.transmittingAt?.toString() !== row.transmittingAt?.toString()) return;
    await addLook(trx, companyId, { dispatchId: row.id, at, by: actor, outcome, answer });
    // Another process may have looked at the same hour: three looks are three moments.
    const counts = atItsHour && now.looks === row.looks;
    const looks = now.looks + (counts ? 1 : 0);
    const absentLooks = now.absentLooks + (counts && outcome === 'absent' ? 1 : 0);
    const isAbsent = isProvenAbsent({ transport: now.transport ?? 'blind', absentLooks });
    const next = counts ? nextLookAt({ ...doubtOf(now), looks, absentLooks }, at) : now.nextLookAt;
    await markLooked(trx, companyId, row.id, { looks, absentLooks, nextLookAt: next });
    if (outcome !== 'found' && !refused && !isAbsent) return;
    const state = refused ? 'refused' : outcome === 'found' ? 'sent' : 'queued';
    await markProven(trx, companyId, row.id, { state, answer, at });
    await closeDoubtTask(trx, companyId, { dispatchId: row.id, at, outcome: state });
    const notice = String(now.number);
    const about = { at, actor, debtorId: now.debtorId, noticeId: now.noticeId, runId: now.runId };
    const event =
      state === 'queued'
        ? {
            kind: 'notice_not_left' as const,
            facts: { notice, channel: now.channel, looks: String(absentLooks) },
          }
        : { kind: 'notice_traced' as const, facts: { notice, channel: now.channel, answer } };
    if (state !== 'refused') await addTimelineEntries(trx, companyId, [{ ...about, ...event }]);
    await recordEnding(trx, tools, claimedFrom(now), { state, answer });
  });
}

function doubtOf({ transport, firstOfferedAt, transmittingAt, looks, absentLooks }: DoubtfulRow): Doubt {
  const offeredAt = transmittingAt ?? Temporal.Instant.fromEpochMilliseconds(0);
  return {
    transport: transport ?? 'blind',
    firstOfferedAt: firstOfferedAt ?? offeredAt,
    offeredAt,
    looks,
    absentLooks,
  };
}

function partition<T>(rows: readonly T[], isFirst: (row: T) => boolean): [T[], T[]] {
  return [rows.filter(isFirst), rows.filter((row) => !isFirst(row))];
}
