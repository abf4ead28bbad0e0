import type { z } from 'zod';
import type { NoticePreview } from '#contract/notices.ts';
import { isLetter } from '#core/dunning/policy.ts';
import { refuse } from '#core/refusal.ts';
import type { MailSender } from '#server/companies/mail-sender.ts';
import { listReviewedProposals, type ReviewedProposal } from '#server/dunning-runs/reviewed-proposals.ts';
import { listFileHeads } from '#server/files/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addresseesOf } from './addressees.ts';
import { mailMessage } from './mail-message.ts';
import { attachedTo, finalAddressees, senderOf } from './make-dispatches.ts';
import { letterName } from './make-mail.ts';
import { letterPages, printLetter } from './print-letter.ts';
import { findIssuer, findLastNoticeNumber, findPlaceAmongProposed } from './queries.ts';
import { contentOf, listDebtorFacts, listDocumentFacts, readHouse } from './read-notice-facts.ts';

type Preview = z.infer<typeof NoticePreview>;
type Which = { readonly run: string; readonly proposal: string };

/** The letter and the mail as the issue would make them now, by the same functions. */
export async function previewNotice(tools: CompanyTools, which: Which): Promise<Preview> {
  const { content, logo, mail, warnings } = await read(tools, which);
  // What is work for a person has words to say, and no letter.
  const pages = isLetter(content.stepKind) ? await letterPages(content, logo) : [];
  return { subject: content.words.subject, body: content.words.editable, mail, pages, warnings };
}

/** The same letter as a PDF. */
export async function previewLetter(tools: CompanyTools, which: Which): Promise<File> {
  const { content, logo } = await read(tools, which);
  const bytes = await printLetter(content, logo);
  return new File([new Uint8Array(bytes)], letterName(content), { type: 'application/pdf' });
}

async function read(tools: CompanyTools, which: Which) {
  const issuer = await findIssuer(tools.db, tools.companyId, tools.actor);
  return inCompany(tools, (trx) => readPreview(trx, tools.companyId, which, issuer));
}

type Issuer = Awaited<ReturnType<typeof findIssuer>>;

async function readPreview(trx: Trx, companyId: string, { run, proposal: id }: Which, issuer: Issuer) {
  const [proposal] = await listReviewedProposals(trx, companyId, run, [id]);
  if (!proposal) return refuse('proposal_unknown', { proposal: id });
  const house = await readHouse(trx, companyId);
  const debtor = (await listDebtorFacts(trx, companyId, [proposal.debtorId])).get(proposal.debtorId);
  if (!debtor) return refuse('proposal_unknown', { proposal: id });
  const documentIds = [...new Set(proposal.effective.lines.map(({ documentId }) => documentId))];
  const documents = await listDocumentFacts(trx, companyId, documentIds);
  // The number it will have if nothing before it in the run is dropped.
  const place = await findPlaceAmongProposed(trx, companyId, { runId: run, id });
  const number = (await findLastNoticeNumber(trx, companyId)) + place;
  const content = contentOf(house, proposal, number, { debtor, documents });
  const sender = senderOf(house, issuer);
  const invoices = await listFileHeads(trx, companyId, attachedTo(proposal, documents));
  const addressees = finalAddressees(proposal, debtor, { house, sender });
  const around = {
    meantFor: (addressees?.meantFor ?? []).map(({ address }) => address),
    withInvoices: invoices.length > 0,
    logoName: null,
  };
  const { text, html } = mailMessage(content, around);
  return {
    content,
    logo: house.logo,
    warnings: warningsOf(proposal, addresseesOf(proposal.effective, debtor) !== null, sender),
    mail: {
      from: sender.from,
      to: [...(addressees?.to ?? [])],
      copies: [...(addressees?.copies ?? [])],
      text,
      html,
      attachments: [
        { name: letterName(content), mediaType: 'application/pdf', size: 0 },
        ...invoices.map(({ name, mediaType, size }) => ({ name, mediaType, size })),
      ],
    },
  };
}

function warningsOf({ effective }: ReviewedProposal, reachable: boolean, sender: MailSender) {
  const warnings: { code: string; facts: Record<string, string> }[] = [];
  if (!reachable && isLetter(effective.stepKind))
    warnings.push({ code: 'no_address', facts: { channel: effective.channel } });
  if (sender.isGuessed) warnings.push({ code: 'no_sender', facts: { address: sender.from.address } });
  return warnings;
}
