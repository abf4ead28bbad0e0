import type { Withdrawal } from '#core/dunning/withdrawal.ts';
import { Refusal } from '#core/refusal.ts';
import { type MailSender, mailSenderOf } from '#server/companies/mail-sender.ts';
import { listReviewedProposals, type ReviewedProposal } from '#server/dunning-runs/reviewed-proposals.ts';
import { addFiles, type FileRow, fileOf, listFiles } from '#server/files/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { MailAddress } from '#server/platform/mail.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Addressees, addresseesOf, goesByMail } from './addressees.ts';
import { letterName, makeMail } from './make-mail.ts';
import type { NoticeContent } from './notice-content.ts';
import { printLetter } from './print-letter.ts';
import {
  findApprover,
  findIssuer,
  listProposedIds,
  lockLastNoticeNumber,
  lockRunToIssue,
  markDropped,
} from './queries.ts';
import {
  contentOf,
  type DebtorFacts,
  type DocumentFacts,
  type House,
  listDebtorFacts,
  listDocumentFacts,
  readHouse,
} from './read-notice-facts.ts';
import { lockFactsNow, whyWithdraw } from './recheck.ts';
import { writeIssued, writeWithdrawn } from './write-notices.ts';

export type IssuedPortion = {
  readonly issued: number;
  readonly withdrawn: number;
  /** Zero once none of the run waits any more. */
  readonly left: number;
};

/** A notice with everything that will leave, made before anything leaves. */
export type IssuedNotice = {
  readonly id: string;
  readonly dispatchId: string;
  readonly proposal: ReviewedProposal;
  readonly content: NoticeContent;
  readonly addressees: Addressees;
  readonly letter: FileRow;
  /** The complete message, where it goes by mail. */
  readonly mail: FileRow | null;
  readonly messageDomain: string | null;
};
export type WithdrawnProposal = { readonly proposal: ReviewedProposal; readonly because: Withdrawal };

/**
 * Issues the next proposals of an approved run: their facts are read again, what no longer stands is withdrawn, each
 * notice gets its number, its letter and the complete bytes of its mail, all in one transaction and before anything
 * leaves. Call it until nothing is left; it goes on where it was stopped, and never issues a step twice.
 */
export async function issueNotices(
  tools: CompanyTools,
  { runId, limit = 40 }: { runId: string; limit?: number },
): Promise<IssuedPortion> {
  const { companyId, clock } = tools;
  const approver = await inCompany(tools, (trx) => findApprover(trx, companyId, runId));
  const issuer = await findIssuer(tools.db, companyId, approver);
  return inCompany(tools, async (trx) => {
    const run = await lockRunToIssue(trx, companyId, runId);
    // Somebody else sent the last of it while we waited for the lock.
    if (!run) return { issued: 0, withdrawn: 0, left: 0 };
    const ids = await listProposedIds(trx, companyId, runId, limit + 1);
    const proposals = await listReviewedProposals(trx, companyId, runId, ids.slice(0, limit));
    const dropped = proposals.filter(({ effective }) => effective.dropped).map(({ id }) => id);
    await markDropped(trx, companyId, runId, dropped);
    const house = await readHouse(trx, companyId);
    const today = clock.today(house.company.timeZone);
    const portion = await readPortion(trx, companyId, proposals, today);
    const sender = senderOf(house, issuer);
    const context = { house, sender, portion, now: clock.now() };
    const { issued, withdrawn } = await makeAll(context, await lockLastNoticeNumber(trx, companyId));
    await addFiles(
      trx,
      companyId,
      issued.flatMap(({ letter, mail }) => (mail ? [letter, mail] : [letter])),
    );
    const facts = { run, house, today, now: clock.now(), actor: tools.actor };
    await writeIssued(trx, companyId, facts, issued);
    await writeWithdrawn(trx, companyId, facts, withdrawn);
    return { issued: issued.length, withdrawn: withdrawn.length, left: Math.max(0, ids.length - limit) };
  });
}

type Portion = {
  readonly proposals: readonly ReviewedProposal[];
  readonly withdrawn: ReadonlyMap<string, Withdrawal>;
  readonly debtors: ReadonlyMap<string, DebtorFacts>;
  readonly documents: ReadonlyMap<string, DocumentFacts>;
  readonly invoices: ReadonlyMap<string, { name: string; mediaType: string; bytes: Buffer }>;
};

async function readPortion(
  trx: Trx,
  companyId: string,
  found: readonly ReviewedProposal[],
  today: Temporal.PlainDate,
): Promise<Portion> {
  const proposals = found.filter(({ effective }) => !effective.dropped);
  const debtorIds = proposals.map(({ debtorId }) => debtorId);
  const lines = proposals.flatMap(({ effective }) => effective.lines);
  const dueItemIds = lines.map(({ dueItemId }) => dueItemId);
  const now = await lockFactsNow(trx, companyId, { debtorIds, dueItemIds, today });
  const withdrawn = new Map<string, Withdrawal>();
  for (const { id, debtorId, effective } of proposals) {
    const asked = effective.lines.map((line) => ({ ...line, open: BigInt(line.open) }));
    const because = whyWithdraw({ debtorId, lines: asked }, now);
    if (because) withdrawn.set(id, because);
  }
  const documents = await listDocumentFacts(trx, companyId, [
    ...new Set(lines.map(({ documentId }) => documentId)),
  ]);
  const files = await listFiles(trx, companyId, attachedIds(proposals, documents));
  return {
    proposals,
    withdrawn,
    debtors: await listDebtorFacts(trx, companyId, debtorIds),
    documents,
    invoices: new Map(files.map((file) => [file.id, file])),
  };
}

function attachedIds(proposals: readonly ReviewedProposal[], documents: Portion['documents']): string[] {
  return [...new Set(proposals.flatMap((proposal) => attachedTo(proposal, documents)))];
}

/** The invoices a notice carries, by the step's rule, where their files are known. */
export function attachedTo(
  { effective }: ReviewedProposal,
  documents: ReadonlyMap<string, DocumentFacts>,
): string[] {
  const { attach } = effective.step;
  if (attach === 'nothing' || !goesByMail(effective.channel)) return [];
  const lines = effective.lines.filter(
    ({ section, level }) => attach === 'all' || section === 'overdue' || level === 0,
  );
  const ids = lines.map(({ documentId }) => documents.get(documentId)?.fileId ?? null);
  return [...new Set(ids.filter((id): id is string => id !== null))];
}

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

/** Whom it goes to, test mode included; null where there is no address. */
export function finalAddressees(
  { effective }: ReviewedProposal,
  debtor: DebtorFacts,
  { house, sender }: { house: House; sender: Sender },
): Addressees | null {
  const meant = addresseesOf(effective, debtor);
  if (!meant || house.company.mode === 'live' || !goesByMail(effective.channel)) return meant;
  return sender.testTo ? { to: [sender.testTo], copies: [], meantFor: [...meant.to, ...meant.copies] } : null;
}

type Context = { house: House; sender: Sender; portion: Portion; now: Temporal.Instant };

/** Numbers have no gaps: a letter that cannot be printed leaves before the others are numbered again. */
async function makeAll(context: Context, last: number) {
  const withdrawn = new Map(context.portion.withdrawn);
  for (;;) {
    const standing = context.portion.proposals.filter(({ id }) => !withdrawn.has(id));
    const made = await Promise.all(
      standing.map((proposal, index) => make(context, proposal, last + 1 + index)),
    );
    const issued: IssuedNotice[] = [];
    for (const [index, one] of made.entries()) {
      const id = standing[index]?.id ?? '';
      if (typeof one === 'string') withdrawn.set(id, one);
      else issued.push(one);
    }
    if (issued.length === standing.length) {
      const told: WithdrawnProposal[] = context.portion.proposals.flatMap((proposal) => {
        const because = withdrawn.get(proposal.id);
        return because ? [{ proposal, because }] : [];
      });
      return { issued, withdrawn: told };
    }
  }
}

async function make(
  context: Context,
  proposal: ReviewedProposal,
  number: number,
): Promise<IssuedNotice | Withdrawal> {
  const { house, sender, portion, now } = context;
  const debtor = portion.debtors.get(proposal.debtorId);
  const addressees = debtor && finalAddressees(proposal, debtor, context);
  if (!debtor || !addressees) return 'no_address';
  const content = contentOf(house, proposal, number, { debtor, documents: portion.documents });
  try {
    const letter = await printLetter(content, house.logo);
    const dispatchId = newId();
    const byMail = goesByMail(proposal.effective.channel);
    const from = byMail ? sender.from : null;
    const invoices = attachedTo(proposal, portion.documents).flatMap((id) => portion.invoices.get(id) ?? []);
    const mail = from
      ? await makeMail({
          id: dispatchId,
          sentAt: now,
          content,
          letter,
          logo: house.logo,
          invoices,
          sender: { from, replyTo: sender.replyTo, companyKey: house.company.key },
          addressees,
        })
      : null;
    return {
      id: newId(),
      dispatchId,
      proposal,
      content,
      addressees,
      letter: fileOf({ name: letterName(content), mediaType: 'application/pdf', bytes: letter }),
      mail: mail ? fileOf({ name: `${number}.eml`, mediaType: 'message/rfc822', bytes: mail }) : null,
      messageDomain: from?.address.split('@')[1] ?? null,
    };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'letter_glyph_missing') return 'no_glyph';
    if (error instanceof Refusal && error.code === 'email_unusable') return 'no_address';
    throw error;
  }
}
