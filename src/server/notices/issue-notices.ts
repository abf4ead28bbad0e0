import { isLetter } from '#core/dunning/policy.ts';
import type { Withdrawal } from '#core/dunning/withdrawal.ts';
import { type LawBreach, lawAtIssue } from '#core/lawfulness/law-at-issue.ts';
import { refuse } from '#core/refusal.ts';
import { listReviewedProposals, type ReviewedProposal } from '#server/dunning-runs/reviewed-proposals.ts';
import { addFiles, listFiles } from '#server/files/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { fault } from '#server/platform/fault.ts';
import { newId } from '#server/platform/ids.ts';
import type { MailPart } from '#server/platform/mail.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findTooOften } from '#server/sending-limits/find-too-often.ts';
import { findRoom } from '#server/sending-limits/queries.ts';
import { recordSteps } from '#server/steps/record-steps.ts';
import { attachedTo, type MadeNotice, type Making, makeNotice, senderOf } from './make-dispatches.ts';
import {
  findApprover,
  findIssuer,
  listProposedIds,
  lockLastNoticeNumber,
  lockRunToIssue,
  markDropped,
} from './queries.ts';
import {
  type DebtorFacts,
  type DocumentFacts,
  type House,
  listDebtorFacts,
  listDocumentFacts,
  readHouse,
} from './read-notice-facts.ts';
import { askedOf, lockFactsNow, whyWithdraw } from './recheck.ts';
import { listSentMails, type SentMail } from './threads.ts';
import { leavesOnPaper, writeIssued, writeWithdrawn } from './write-notices.ts';

export type IssuedPortion = {
  readonly issued: number;
  readonly withdrawn: number;
  /** Zero once none of the run waits any more. */
  readonly left: number;
};

/** A notice with everything that will leave, made before anything leaves. */
export type IssuedNotice = MadeNotice & { readonly id: string; readonly proposal: ReviewedProposal };
export type WithdrawnProposal = {
  readonly proposal: ReviewedProposal;
  readonly because: Withdrawal;
  /** What the law says, where it is unlawful. */
  readonly breach: LawBreach | null;
};

/**
 * Issues the next proposals of an approved run: their facts are read again, what no longer stands is withdrawn, each
 * notice gets its number, its letter and the complete bytes of its mail, all in one transaction and before anything
 * leaves; steps that are no letters become work for a person. Call it until nothing is left; it goes on where it was
 * stopped, and never issues a step twice.
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
    const portion = await readPortion(trx, companyId, { found: proposals, today, at: clock.now(), house });
    const making = { ...portion, house, sender: senderOf(house, issuer), now: clock.now() };
    const { issued, withdrawn } = await makeAll(making, portion, await lockLastNoticeNumber(trx, companyId));
    const acts = portion.proposals.filter(
      ({ id, effective }) => !isLetter(effective.stepKind) && !portion.withdrawn.has(id),
    );
    await refuseBeyondDay(trx, companyId, clock.now(), issued.filter(leavesOnPaper).length);
    fault('portion-made');
    await addFiles(trx, companyId, filesOf(issued));
    const facts = { run, house, today, now: clock.now(), actor: tools.actor };
    await writeIssued(trx, companyId, facts, issued);
    await recordSteps(trx, companyId, facts, { ...portion, acts });
    await writeWithdrawn(trx, companyId, facts, withdrawn);
    fault('portion-written');
    return {
      issued: issued.length + acts.length,
      withdrawn: withdrawn.length,
      left: Math.max(0, ids.length - limit),
    };
  });
}

/** Paper is handed over by being issued: beyond the day's number the run stops here, and a person sends the rest. */
async function refuseBeyondDay(trx: Trx, companyId: string, now: Temporal.Instant, letters: number) {
  if (letters === 0) return;
  const { left, max } = await findRoom(trx, companyId, now);
  if (letters > left) refuse('sending_day_full', { max: String(max) });
}

/** A letter that leaves through several channels is kept once. */
function filesOf(issued: readonly IssuedNotice[]) {
  const files = issued.flatMap(({ dispatches }) =>
    dispatches.flatMap(({ letter, mail }) => (mail ? [letter, mail] : [letter])),
  );
  return [...new Map(files.map((file) => [file.id, file])).values()];
}

type Portion = {
  readonly proposals: readonly ReviewedProposal[];
  readonly withdrawn: ReadonlyMap<string, Stopped>;
  readonly debtors: ReadonlyMap<string, DebtorFacts>;
  readonly documents: ReadonlyMap<string, DocumentFacts>;
  readonly invoices: ReadonlyMap<string, MailPart>;
  readonly sent: ReadonlyMap<string, readonly SentMail[]>;
};
type Stopped = Pick<WithdrawnProposal, 'because' | 'breach'>;

type Found = {
  readonly found: readonly ReviewedProposal[];
  readonly today: Temporal.PlainDate;
  readonly at: Temporal.Instant;
  readonly house: House;
};

async function readPortion(
  trx: Trx,
  companyId: string,
  { found, today, at, house }: Found,
): Promise<Portion> {
  const proposals = found.filter(({ effective }) => !effective.dropped);
  const lines = proposals.flatMap(({ effective }) => effective.lines);
  const debtorIds = proposals.map(({ debtorId }) => debtorId);
  const now = await lockFactsNow(trx, companyId, {
    debtorIds: [...debtorIds, ...lines.flatMap(({ debtor }) => debtor?.id ?? [])],
    dueItemIds: lines.map(({ dueItemId }) => dueItemId),
    today,
  });
  const withdrawn = new Map<string, Stopped>();
  for (const proposal of proposals) {
    const because = whyWithdraw(askedOf(proposal), now);
    const breach = because ? null : unlawful(proposal, house);
    if (because) withdrawn.set(proposal.id, { because, breach: null });
    else if (breach) withdrawn.set(proposal.id, { because: 'unlawful', breach });
  }
  const letters = proposals.filter(({ id, effective }) => isLetter(effective.stepKind) && !withdrawn.has(id));
  const leaving = letters.map(({ id, debtorId, runId }) => ({ id, noticeId: null, debtorId, runId }));
  for (const id of await findTooOften(trx, companyId, at, leaving))
    withdrawn.set(id, { because: 'too_often', breach: null });
  const documents = await listDocumentFacts(trx, companyId, [
    ...new Set(lines.map(({ documentId }) => documentId)),
  ]);
  const files = await listFiles(trx, companyId, [
    ...new Set(proposals.flatMap((proposal) => attachedTo(proposal, documents))),
  ]);
  return {
    proposals,
    withdrawn,
    debtors: await listDebtorFacts(trx, companyId, debtorIds),
    documents,
    invoices: new Map(files.map((file) => [file.id, file])),
    sent: await listSentMails(trx, companyId, debtorIds),
  };
}

/** The first thing the law forbids about it, as it would leave; null where it may. */
function unlawful({ effective, terms }: ReviewedProposal, { company }: House): LawBreach | null {
  const creditor = { enterpriseNumber: company.enterpriseNumber ?? company.vatNumber };
  const notice = { proposal: effective, policy: terms.policy, kind: terms.kind, creditor };
  return lawAtIssue(notice, terms.law)[0] ?? null;
}

/** Numbers have no gaps: a letter that cannot be printed leaves before the others are numbered again. */
async function makeAll(making: Making, portion: Portion, last: number) {
  const withdrawn = new Map(portion.withdrawn);
  const letters = portion.proposals.filter(({ effective }) => isLetter(effective.stepKind));
  for (;;) {
    const standing = letters.filter(({ id }) => !withdrawn.has(id));
    const made = await Promise.all(
      standing.map((proposal, index) => make(making, portion, proposal, last + 1 + index)),
    );
    const issued: IssuedNotice[] = [];
    for (const [index, one] of made.entries()) {
      const proposal = standing[index];
      if (!proposal) continue;
      if (typeof one === 'string') withdrawn.set(proposal.id, { because: one, breach: null });
      else issued.push({ ...one, id: newId(), proposal });
    }
    if (issued.length === standing.length) {
      const told: WithdrawnProposal[] = portion.proposals.flatMap((proposal) => {
        const stopped = withdrawn.get(proposal.id);
        return stopped ? [{ proposal, ...stopped }] : [];
      });
      return { issued, withdrawn: told };
    }
  }
}

function make(making: Making, { debtors }: Portion, proposal: ReviewedProposal, number: number) {
  const debtor = debtors.get(proposal.debtorId);
  return debtor ? makeNotice(making, { proposal, number, debtor }) : ('no_address' as const);
}
