import type { EffectiveProposal } from '#core/dunning/proposal.ts';
import type { Withdrawal } from '#core/dunning/withdrawal.ts';
import type { Channel } from '#core/receivables/kinds.ts';
import { Refusal } from '#core/refusal.ts';
import { type MailSender, mailSenderOf } from '#server/companies/mail-sender.ts';
import type { ReviewedProposal } from '#server/dunning-runs/reviewed-proposals.ts';
import { type FileRow, fileOf } from '#server/files/queries.ts';
import { newId } from '#server/platform/ids.ts';
import type { MailAddress, MailPart } from '#server/platform/mail.ts';
import { type Addressees, addresseesOf, goesByMail } from './addressees.ts';
import { letterName, makeMail } from './make-mail.ts';
import type { NoticeContent } from './notice-content.ts';
import { printLetter } from './print-letter.ts';
import { contentOf, type DebtorFacts, type DocumentFacts, type House } from './read-notice-facts.ts';
import { type SentMail, threadOf } from './threads.ts';

/** A notice through one channel, with the bytes that leave. */
export type MadeDispatch = {
  readonly id: string;
  readonly channel: Channel;
  readonly addressees: Addressees;
  readonly letter: FileRow;
  /** The complete message, where it goes by mail. */
  readonly mail: FileRow | null;
  readonly messageDomain: string | null;
};

export type MadeNotice = {
  readonly content: NoticeContent;
  /** One for each channel that reaches the debtor, the leading one first. */
  readonly dispatches: readonly MadeDispatch[];
  /** Channels that were asked for, and have no address. */
  readonly unreachable: readonly Channel[];
};

export type Sender = MailSender & {
  readonly replyTo: MailAddress | null;
  /** In test mode every mail goes to this user. */
  readonly testTo: MailAddress | null;
};

type Issuer = { readonly name: string; readonly email: string } | null;

export function senderOf({ company }: House, issuer: Issuer): Sender {
  const sender = mailSenderOf(company, issuer);
  const tester = issuer ? { name: issuer.name, address: issuer.email } : sender.from;
  return {
    ...sender,
    replyTo: company.mailReplyTo ? { name: company.name, address: company.mailReplyTo } : null,
    testTo: company.mode === 'test' ? tester : null,
  };
}

/** The channels a notice leaves by, each once. The portal is announced by mail: beside a mail it needs none of its own. */
export function channelsOf({
  channel,
  channels,
}: Pick<EffectiveProposal, 'channel' | 'channels'>): Channel[] {
  const all = channels.length > 0 ? channels : [channel];
  const sendable = [...new Set(all)].filter((one) => one !== 'call');
  return sendable.includes('mail') ? sendable.filter((one) => one !== 'portal') : sendable;
}

/** The proposal as it leaves through one of its channels: a recipient is an address of the leading one. */
export function through(proposal: ReviewedProposal, channel: Channel): ReviewedProposal {
  const { effective } = proposal;
  const recipient = channel === effective.channel ? effective.recipient : null;
  return { ...proposal, effective: { ...effective, channel, recipient } };
}

/** Whom it goes to, test mode included; null where there is no address. */
export function finalAddressees(
  { effective }: Pick<ReviewedProposal, 'effective'>,
  debtor: DebtorFacts,
  { house, sender }: { house: House; sender: Sender },
): Addressees | null {
  const meant = addresseesOf(effective, debtor);
  if (!meant || house.company.mode === 'live' || !goesByMail(effective.channel)) return meant;
  const byHand = meant.byHand ? { byHand: meant.byHand } : {};
  return sender.testTo
    ? { to: [sender.testTo], copies: [], meantFor: [...meant.to, ...meant.copies], ...byHand }
    : null;
}

/** The invoices a notice carries, by the step's rule, where their files are known. */
export function attachedTo(
  { effective }: Pick<ReviewedProposal, 'effective'>,
  documents: ReadonlyMap<string, DocumentFacts>,
): string[] {
  const { attach } = effective.step;
  if (attach === 'nothing' || !channelsOf(effective).some(goesByMail)) return [];
  const lines = effective.lines.filter(
    ({ section, level }) => attach === 'all' || section === 'overdue' || level === 0,
  );
  const ids = lines.map(({ documentId }) => documents.get(documentId)?.fileId ?? null);
  return [...new Set(ids.filter((id): id is string => id !== null))];
}

export type Making = {
  readonly house: House;
  readonly sender: Sender;
  readonly documents: ReadonlyMap<string, DocumentFacts>;
  readonly invoices: ReadonlyMap<string, MailPart>;
  /** What each debtor was sent before, by its id. */
  readonly sent: ReadonlyMap<string, readonly SentMail[]>;
  readonly now: Temporal.Instant;
};

/** Makes all that will leave of a notice, before anything leaves; or says why none of it can. */
export async function makeNotice(
  making: Making,
  { proposal, number, debtor }: { proposal: ReviewedProposal; number: number; debtor: DebtorFacts },
): Promise<MadeNotice | Withdrawal> {
  const letters = new Map<string, FileRow>();
  const dispatches: MadeDispatch[] = [];
  const unreachable: Channel[] = [];
  let leading: NoticeContent | null = null;
  try {
    for (const channel of channelsOf(proposal.effective)) {
      const one = through(proposal, channel);
      const addressees = finalAddressees(one, debtor, making);
      if (!addressees) {
        unreachable.push(channel);
        continue;
      }
      const content = contentOf(making.house, one, number, { debtor, documents: making.documents });
      const letter = await letterOf(content, making.house.logo, letters);
      leading ??= content;
      dispatches.push(await makeDispatch(making, { channel, content, letter, addressees, proposal: one }));
    }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'letter_glyph_missing') return 'no_glyph';
    if (error instanceof Refusal && error.code === 'email_unusable') return 'no_address';
    throw error;
  }
  return leading ? { content: leading, dispatches, unreachable } : 'no_address';
}

/** The same sheet is printed once: registered post has a mark of its own, and paper may name somebody. */
async function letterOf(
  content: NoticeContent,
  logo: Buffer | null,
  printed: Map<string, FileRow>,
): Promise<FileRow> {
  const sheet = [content.registered, ...content.recipient].join('\n');
  const known = printed.get(sheet);
  if (known) return known;
  const bytes = await printLetter(content, logo);
  const letter = fileOf({ name: letterName(content), mediaType: 'application/pdf', bytes });
  printed.set(sheet, letter);
  return letter;
}

type One = {
  readonly channel: Channel;
  readonly content: NoticeContent;
  readonly letter: FileRow;
  readonly addressees: Addressees;
  readonly proposal: ReviewedProposal;
};

async function makeDispatch(
  { house, sender, documents, invoices, sent, now }: Making,
  { channel, content, letter, addressees, proposal }: One,
): Promise<MadeDispatch> {
  const id = newId();
  const made = { id, channel, addressees, letter };
  const { from, replyTo } = sender;
  if (!goesByMail(channel)) return { ...made, mail: null, messageDomain: null };
  const bytes = await makeMail({
    id,
    sentAt: now,
    content,
    letter: letter.bytes,
    logo: house.logo,
    invoices: attachedTo(proposal, documents).flatMap((file) => invoices.get(file) ?? []),
    sender: { from, replyTo, companyKey: house.company.key, subjectMark: house.company.mailSubjectMark },
    addressees,
    thread: threadOf(sent.get(proposal.debtorId) ?? [], addressees),
  });
  const mail = fileOf({ name: `${content.number}.eml`, mediaType: 'message/rfc822', bytes });
  return { ...made, mail, messageDomain: from.address.split('@')[1] ?? null };
}
