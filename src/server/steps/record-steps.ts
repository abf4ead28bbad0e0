import { money, toDecimal } from '#core/money/money.ts';
import type { ReviewedProposal } from '#server/dunning-runs/reviewed-proposals.ts';
import {
  contentOf,
  type DebtorFacts,
  type DocumentFacts,
  type House,
} from '#server/notices/read-notice-facts.ts';
import type { Trx } from '#server/platform/db.ts';
import { addTasks, type NewTask } from '#server/tasks/queries.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { addHandOvers } from './hand-over-queries.ts';
import { addItemSteps } from './step-queries.ts';

type StepFacts = {
  readonly run: { readonly id: string; readonly number: number };
  readonly house: House;
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly actor: string | null;
};

type Acts = {
  /** Calls, tasks and hand-overs that were approved and still stand. */
  readonly acts: readonly ReviewedProposal[];
  readonly debtors: ReadonlyMap<string, DebtorFacts>;
  readonly documents: ReadonlyMap<string, DocumentFacts>;
};

/**
 * Steps that are no letters become work for a person, in the caller's transaction: a call with whom to ring and what to
 * say, a task, or items given to a lawyer, a bailiff or a collector, who keep them until they are taken back.
 */
export async function recordSteps(trx: Trx, companyId: string, facts: StepFacts, acts: Acts): Promise<void> {
  if (acts.acts.length === 0) return;
  const { run, today } = facts;
  await addItemSteps(
    trx,
    companyId,
    acts.acts.map((proposal) => ({ proposal, runId: run.id, noticeId: null, doneOn: today })),
  );
  await trx
    .updateTable('proposal')
    .set({ state: 'issued' })
    .where('companyId', '=', companyId)
    .where('runId', '=', run.id)
    .where(
      'id',
      'in',
      acts.acts.map(({ id }) => id),
    )
    .execute();
  await addTasks(
    trx,
    companyId,
    acts.acts.map((proposal) => taskOf(proposal, facts, acts)),
  );
  await addHandOvers(trx, companyId, handedOver(facts, acts));
  await addTimelineEntries(
    trx,
    companyId,
    acts.acts.flatMap((proposal) => entriesOf(proposal, facts)),
  );
}

function handedOver({ run, today, actor }: StepFacts, { acts }: Acts) {
  return acts
    .filter(({ effective }) => effective.stepKind === 'hand_over')
    .flatMap(({ effective, debtorId }) =>
      askedLines(effective).map(({ dueItemId, debtor }) => ({
        dueItemId,
        debtorId: debtor?.id ?? debtorId,
        givenTo: effective.step.handTo ?? 'collector',
        handedOn: today,
        handedBy: actor,
        runId: run.id,
      })),
    );
}

function askedLines({ lines }: ReviewedProposal['effective']) {
  return lines.filter(({ level }) => level !== null);
}

function taskOf(proposal: ReviewedProposal, facts: StepFacts, acts: Acts): NewTask {
  const { effective, debtorId } = proposal;
  const { run, today, now } = facts;
  const common = { debtorId, runId: run.id, dueOn: today, createdAt: now };
  const said = saidOf(proposal);
  const debtor = acts.debtors.get(debtorId);
  switch (effective.stepKind) {
    case 'call':
      return {
        ...common,
        kind: 'call',
        facts: {
          code: 'step_call',
          ...said,
          ...callee(effective.step.recipient, debtor),
          script: debtor ? scriptOf(proposal, facts, { debtor, documents: acts.documents }) : '',
        },
      };
    case 'hand_over':
      return {
        ...common,
        kind: 'hand_over',
        facts: { code: 'step_hand_over', ...said, to: effective.step.handTo ?? 'collector' },
      };
    default:
      return {
        ...common,
        kind: 'other',
        facts: { code: 'step_task', ...said, text: effective.subject ?? '' },
      };
  }
}

/** The contact with the step's role, or else the debtor itself; a person's own number, or else the debtor's. */
function callee(role: string, debtor: DebtorFacts | undefined): { contact: string; phone: string } {
  const contact = debtor?.contacts.find((one) => one.role === role);
  return { contact: contact?.name ?? debtor?.name ?? '', phone: contact?.phone ?? debtor?.phone ?? '' };
}

/** What to say: the company's own words for a call, with the items and the total. */
function scriptOf(
  proposal: ReviewedProposal,
  { house }: StepFacts,
  given: { debtor: DebtorFacts; documents: ReadonlyMap<string, DocumentFacts> },
): string {
  return contentOf(house, proposal, 0, given).words.plain;
}

function saidOf({ effective }: ReviewedProposal) {
  const documents = [...new Set(askedLines(effective).map(({ documentNumber }) => documentNumber))];
  return { documents: documents.join(', '), total: moneyFact(effective) };
}

function moneyFact({ total, currency }: ReviewedProposal['effective']): string {
  return `${toDecimal(money(total, currency))} ${currency}`;
}

/** One for the debtor, and one for each item, on the item's own page. */
function entriesOf(
  { effective, debtorId }: ReviewedProposal,
  { run, now, actor }: StepFacts,
): NewTimelineEntry[] {
  const about = { at: now, actor, runId: run.id };
  const step = effective.stepKind === 'notice' ? 'courtesy' : effective.stepKind;
  const lines = askedLines(effective);
  const documents = [...new Set(lines.map(({ documentNumber }) => documentNumber))].join(', ');
  const to = effective.stepKind === 'hand_over' ? (effective.step.handTo ?? 'collector') : '';
  const entry = (facts: { documents: string; total: string }): NewTimelineEntry =>
    step === 'hand_over'
      ? { ...about, kind: 'item_handed_over', facts: { ...facts, to } }
      : { ...about, kind: 'step_done', facts: { ...facts, step, run: String(run.number) } };
  const ofItem = lines.map((line) => ({
    ...entry({
      documents: line.documentNumber,
      total: `${toDecimal(money(BigInt(line.open), effective.currency))} ${effective.currency}`,
    }),
    dueItemId: line.dueItemId,
  }));
  return [{ ...entry({ documents, total: moneyFact(effective) }), debtorId }, ...ofItem];
}
