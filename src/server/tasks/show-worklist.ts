import { daysBetween } from '#core/calendar/days.ts';
import { isoDay } from '#core/calendar/epoch-days.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { stepsAfter } from '#core/dunning/steps-after.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { AgreementFacts } from '#server/analytics/agreement-queue.ts';
import { type CompanyDay, findCompanyDay } from '#server/analytics/company-day.ts';
import type { Narrowing } from '#server/analytics/contactable.ts';
import { listWork, type WorkKind, type WorkRow } from '#server/analytics/work-queue.ts';
import { findRunTerms } from '#server/dunning-runs/run-terms.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

/** The least number of days between two contacts, where there is no policy. */
const CONTACT_DAYS = 5;
const NO_OPTIONS = { minimumBalance: null, extraGraceDays: 0, level: null } as const;

/** What waits for a person today, in order, one page of it. */
export function showWorklist(
  tools: CompanyTools,
  { kind, page, perPage }: { kind?: WorkKind | undefined; page: number; perPage: number },
) {
  return inCompany(tools, async (trx) => {
    const day = await findCompanyDay(trx, tools);
    const terms = await findRunTerms(trx, tools.companyId, day.today, NO_OPTIONS);
    const offset = (page - 1) * perPage;
    const found = await listWork(trx, day, { kind, narrowing: narrowingBy(terms), offset, limit: perPage });
    const counts = { ...NONE, ...found.counts };
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return {
      today: day.today.toString(),
      entries: found.rows.map((row) => entryView(row, day)),
      total: kind === undefined ? all : counts[kind],
      counts,
    };
  });
}

function narrowingBy({ on, policies, defaultPolicyId, firstImportOn }: RunTerms): Narrowing {
  return {
    policies: [...policies.values()].map((policy) => ({
      policyId: policy.id,
      steps: stepsAfter(policy, on),
      quietSince: isoDay(on - policy.body.contactIntervalDays),
      documents: policy.body.documents,
      minimumItem: String(policy.minimumItem),
    })),
    defaultPolicyId,
    quietSince: isoDay(on - CONTACT_DAYS),
    firstImportOn: firstImportOn === null ? null : isoDay(firstImportOn),
  };
}

const NONE: Record<WorkKind, number> = {
  dispatch_unknown: 0,
  dispatch_failed: 0,
  payments: 0,
  run_to_send: 0,
  run_to_review: 0,
  promise_broken: 0,
  dispute: 0,
  hold_review: 0,
  task: 0,
  contact: 0,
};

function entryView(row: WorkRow, { today }: CompanyDay) {
  const { debtorId, runId, noticeId, taskId, taskKind, dueOn, dispatchId } = row;
  const daysLate = row.oldestOn === null ? 0 : daysBetween(row.oldestOn, today);
  return {
    key: `${row.kind}:${row.agreement?.id ?? taskId ?? dispatchId ?? runId ?? debtorId ?? ''}`,
    kind: row.kind,
    because: { code: becauseOf(row, today), facts: { days: String(daysLate) } },
    debtor:
      debtorId === null
        ? null
        : {
            id: debtorId,
            number: row.debtorNumber ?? '',
            name: row.debtorName ?? '',
            phone: row.debtorPhone,
          },
    run:
      runId === null || row.runNumber === null
        ? null
        : { id: runId, number: row.runNumber, notices: Number(row.runNotices ?? 0n) },
    notice:
      noticeId === null || row.noticeNumber === null ? null : { id: noticeId, number: row.noticeNumber },
    task:
      taskId === null || taskKind === null
        ? null
        : { id: taskId, kind: taskKind, dueOn: String(dueOn ?? today), facts: row.facts ?? {} },
    dispatch: dispatchId === null ? null : { id: dispatchId, channel: row.channel ?? '', answer: row.answer },
    payments: row.payments === null ? null : Number(row.payments),
    agreement: row.agreement && agreementView(row.agreement),
    level: row.level,
    overdue: (row.overdue ?? []).map(({ currency, minor }) => ({
      amount: toDecimal(money(BigInt(minor), currency)),
      currency,
    })),
    daysLate,
  };
}

function agreementView({ id, itemId, document, on, reason, ...amounts }: AgreementFacts) {
  const { amountMinor, paidMinor, currency } = amounts;
  const shown = (minor: string | null) =>
    minor === null || currency === null
      ? null
      : { amount: toDecimal(money(BigInt(minor), currency)), currency };
  const item = itemId === null ? null : { id: itemId, number: document ?? '' };
  return { id, item, amount: shown(amountMinor), paid: shown(paidMinor), on, reason };
}

/** The reason of its place in the queue, as a word the screens have a sentence for. */
function becauseOf(row: WorkRow, today: Temporal.PlainDate): string {
  const { kind, dueOn, level, exhausted, runAnswer, agreement } = row;
  if (agreement?.isToCredit) return 'credit_awaited';
  if (kind === 'task') return dueOn !== null && daysBetween(dueOn, today) > 0 ? 'task_late' : 'task_today';
  if (kind === 'contact' && exhausted) return 'level_exhausted';
  if (kind === 'contact') return (level ?? 0) > 0 ? 'deadline_passed' : 'never_reminded';
  return kind === 'run_to_send' && runAnswer !== null ? 'run_stopped' : kind;
}
