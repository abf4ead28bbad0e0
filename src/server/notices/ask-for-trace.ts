import type { LookOutcome } from '#core/dunning/doubt.ts';
import { mailSenderOf } from '#server/companies/mail-sender.ts';
import { findCompany } from '#server/companies/queries.ts';
import { findFile } from '#server/files/queries.ts';
import { findSentFolder } from '#server/mail-transports/queries.ts';
import { lookupFor, transportOf } from '#server/mail-transports/transport-of.ts';
import { inCompany } from '#server/platform/db.ts';
import { type FoundMail, findSentMails } from '#server/platform/imap.ts';
import { type MailServerSettings, openMailConnection } from '#server/platform/mail.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import type { DoubtfulRow } from './look-queries.ts';
import { envelopeFor, NotItsAddressees } from './mail-envelope.ts';
import { findIssuer } from './queries.ts';
import { recheckDispatches } from './withdraw-notices.ts';

/** What a look saw. `refused`: the other side takes it in no case, and never did. */
export type Seen = { readonly outcome: LookOutcome; readonly answer: string; readonly refused: boolean };

/** Looks the Message-IDs up in the folder they were proven to be filed in; of another mailbox it says nothing. */
export async function askSentFolder(
  tools: CompanyTools,
  rows: readonly Pick<DoubtfulRow, 'id' | 'via' | 'messageId'>[],
): Promise<ReadonlyMap<string, Seen>> {
  if (rows.length === 0) return new Map();
  const folder = await inCompany(tools, (trx) => findSentFolder(trx, tools.companyId));
  const mailboxOf = ({ via }: Pick<DoubtfulRow, 'via'>) =>
    folder ? lookupFor(tools, folder, via ?? '') : null;
  const seen = new Map<string, Seen>(rows.map(({ id }) => [id, ELSEWHERE]));
  const here = rows.filter((row) => mailboxOf(row) !== null);
  const mailbox = here[0] ? mailboxOf(here[0]) : null;
  if (!mailbox) return seen;
  try {
    const found = await findSentMails(
      mailbox,
      here.flatMap(({ messageId }) => messageId ?? []),
    );
    for (const { id, messageId } of here) seen.set(id, seenOf(found.get(messageId ?? '')));
  } catch (error) {
    const answer = error instanceof Error ? error.message : String(error);
    for (const { id } of here) seen.set(id, { outcome: 'failed', answer, refused: false });
  }
  return seen;
}

const ELSEWHERE: Seen = {
  outcome: 'failed',
  answer: 'It left by another mailbox than the one set up now.',
  refused: false,
};

function seenOf(found: FoundMail | null | undefined): Seen {
  if (found === undefined) return { outcome: 'failed', answer: 'It has no Message-ID.', refused: false };
  if (found === null) return { outcome: 'absent', answer: '', refused: false };
  const { folder, uid, filedAt } = found;
  return { outcome: 'found', answer: `${folder}, UID ${uid}, ${filedAt ?? ''}`, refused: false };
}

/**
 * Offers a mail again under its key, which tells what became of it, or sends it now: so its facts must stand, and
 * nothing may hold mails back. Null: it cannot be asked by this way any more.
 */
export async function askWithKey(
  tools: CompanyTools,
  settings: MailServerSettings,
  row: DoubtfulRow,
): Promise<Seen | null> {
  const { companyId } = tools;
  const { offerKey } = row;
  const ready = await inCompany(tools, async (trx) => {
    const transport = await transportOf(trx, tools, settings.url);
    if (transport.via !== row.via || offerKey === null) return null;
    if ((await findSendStops(trx, companyId)).length > 0) return 'stopped' as const;
    const reasons =
      row.purpose === 'notice'
        ? await recheckDispatches(trx, tools, [row], { doubtsCount: false })
        : new Map();
    if (reasons.size > 0) return 'changed' as const;
    const company = await findCompany(trx, companyId);
    const issuer = await findIssuer(trx, companyId, null);
    const file = await findFile(trx, companyId, row.bytesFileId);
    const from = mailSenderOf(company, issuer).from.address;
    return { file, from, copyTo: company.mailCopyTo };
  });
  if (ready === null || offerKey === null) return null;
  if (ready === 'stopped') return failed('Nothing may leave just now.');
  if (ready === 'changed') return failed('What it asks for has changed since: it is not offered again.');
  const { file, ...route } = ready;
  if (!file || file.sha256 !== row.sha256) return failed('The stored message is damaged.');
  const envelope = await envelopeFor(row, file.bytes, { ...route, key: offerKey });
  if (envelope instanceof NotItsAddressees) return failed(envelope.message);
  const connection = openMailConnection(settings);
  const { outcome, answer } = await connection.offer(envelope, file.bytes, async () => {});
  connection.close();
  if (outcome === 'sent') return { outcome: 'found', answer, refused: false };
  return outcome === 'refused' ? { outcome: 'absent', answer, refused: true } : failed(answer);
}

function failed(answer: string): Seen {
  return { outcome: 'failed', answer, refused: false };
}
