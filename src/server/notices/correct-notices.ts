import { addFiles, type FileRow, fileOf } from '#server/files/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTasks } from '#server/tasks/queries.ts';
import { deliveredWords } from '#server/texts/words.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { goesByMail } from './addressees.ts';
import { composeCorrection } from './compose-correction.ts';
import {
  addCorrections,
  type Correctable,
  type CorrectionRow,
  listCorrectable,
  type ReachedNotice,
} from './correction-queries.ts';
import { type Sender, senderOf } from './make-dispatches.ts';
import { letterName, makeMail } from './make-mail.ts';
import { printLetter } from './print-letter.ts';
import { findIssuer } from './queries.ts';
import { type House, readHouse } from './read-notice-facts.ts';

/** Who answers for corrections. */
export type Corrections = { readonly issuer: Awaited<ReturnType<typeof findIssuer>> };

/** Users are of no company: who signs is read before the company's transaction. */
export async function prepareCorrections(tools: CompanyTools): Promise<Corrections> {
  return { issuer: await findIssuer(tools.db, tools.companyId, tools.actor) };
}

/** One transaction makes this many letters at once. */
const PORTION = 40;

/**
 * Tells those whom notices reached that they were taken back, in the caller's transaction: by the same channels, to the
 * same people, once. What never left needs no correction. @returns how many corrections leave
 * @throws Refusal letter_glyph_missing
 */
export async function correctNotices(
  trx: Trx,
  tools: Pick<CompanyTools, 'companyId' | 'clock' | 'actor'>,
  corrections: Corrections,
  reached: readonly ReachedNotice[],
): Promise<number> {
  if (reached.length === 0) return 0;
  const { companyId, clock, actor } = tools;
  const house = await readHouse(trx, companyId);
  const making = {
    house,
    sender: senderOf(house, corrections.issuer),
    now: clock.now(),
    today: clock.today(house.company.timeZone),
  };
  let corrected = 0;
  for (let start = 0; start < reached.length; start += PORTION) {
    const portion = reached.slice(start, start + PORTION);
    const found = await listCorrectable(
      trx,
      companyId,
      portion.flatMap(({ id, channels }) => channels.map((channel) => ({ id, channel }))),
    );
    const made = await Promise.all(found.map((one) => makeCorrection(making, one)));
    await addFiles(
      trx,
      companyId,
      made.flatMap(({ letter, mail }) => (mail ? [letter, mail] : [letter])),
    );
    await addCorrections(
      trx,
      companyId,
      made.map(({ row }) => row),
    );
    await addTimelineEntries(
      trx,
      companyId,
      made.flatMap((one) => entriesOf(one, { at: making.now, actor })),
    );
    await addTasks(
      trx,
      companyId,
      made.flatMap((one) => faxTask(one, making)),
    );
    corrected += made.length;
  }
  return corrected;
}

type Making = { house: House; sender: Sender; now: Temporal.Instant; today: Temporal.PlainDate };

type Made = {
  readonly of: Correctable;
  readonly letter: FileRow;
  readonly mail: FileRow | null;
  readonly row: CorrectionRow;
};

async function makeCorrection({ house, sender, now, today }: Making, of: Correctable): Promise<Made> {
  const { language } = of.snapshot;
  const words = house.ownWords('correction', language) ?? deliveredWords('correction', language);
  const registered = of.channel === 'registered_post';
  const content = composeCorrection({ ...of.snapshot, registered }, { words, issuedOn: today.toString() });
  const bytes = await printLetter(content, house.logo);
  const letter = fileOf({ name: letterName(content), mediaType: 'application/pdf', bytes });
  const id = newId();
  const byMail = goesByMail(of.channel);
  const mail = byMail
    ? fileOf({
        name: `${content.number}-correction.eml`,
        mediaType: 'message/rfc822',
        bytes: await makeMail({
          ...{ id, sentAt: now, content, letter: bytes, logo: house.logo, invoices: [] },
          sender: {
            from: sender.from,
            replyTo: sender.replyTo,
            companyKey: house.company.key,
            subjectMark: house.company.mailSubjectMark,
          },
          addressees: of.addressees,
          thread: of.messageId === null ? [] : [of.messageId],
        }),
      })
    : null;
  const domain = sender.from.address.split('@')[1] ?? '';
  return {
    of,
    letter,
    mail,
    row: {
      id,
      noticeId: of.noticeId,
      channel: of.channel,
      state: byMail ? 'queued' : 'sent',
      addressees: JSON.stringify(of.addressees),
      messageId: byMail ? `<${id}@${domain}>` : null,
      bytesFileId: (mail ?? letter).id,
      sha256: (mail ?? letter).sha256,
      notBefore: byMail ? now : null,
      endedAt: byMail ? null : now,
    },
  };
}

function entriesOf(
  { of, row }: Made,
  { at, actor }: { at: Temporal.Instant; actor: string | null },
): NewTimelineEntry[] {
  const about = { at, actor, debtorId: of.debtorId, noticeId: of.noticeId, runId: of.runId };
  const facts = { notice: String(of.number), channel: of.channel };
  const to = of.addressees.to.map(({ name, address }) => address || name).join(', ');
  const issued: NewTimelineEntry = { ...about, kind: 'correction_issued', facts };
  return row.state === 'sent'
    ? [issued, { ...about, kind: 'correction_sent', facts: { ...facts, to } }]
    : [issued];
}

function faxTask({ of }: Made, { now, today }: Making) {
  if (of.channel !== 'fax') return [];
  const facts = {
    code: 'send_fax',
    notice: String(of.number),
    number: of.addressees.to[0]?.address ?? '',
  };
  const about = { debtorId: of.debtorId, noticeId: of.noticeId, dueOn: today, createdAt: now };
  return [{ ...about, kind: 'other' as const, facts }];
}
