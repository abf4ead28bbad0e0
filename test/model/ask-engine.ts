import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { type DebtorPlan, planDebtor } from '#core/dunning/plan-debtor.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import type { Left, Letter, Outcome, Paper, Rules, World } from './world.ts';

/** The same world as the engine knows it. The order of its rows says nothing. */
export function factsOf(world: World, inOrder: (papers: readonly Paper[]) => readonly Paper[]): DebtorFacts {
  const open = inOrder(world.papers.filter((paper) => paper.open !== 0));
  return {
    id: 'd1',
    kind: 'business',
    language: 'fr',
    preferredChannel: 'mail',
    contactedOn: dayOf(world.lastContact),
    policyId: null,
    groupPolicyId: null,
    addresses: { mail: true, post: true, fax: false, mailRoles: [], faxRoles: [] },
    holds: world.holds.map(({ paper, until }) => ({
      dueItemId: paper,
      untilOn: epochDayFrom(until),
      reason: 'so',
      by: 'u1',
    })),
    waitingRun: null,
    items: open.map((paper) => itemOf(paper, world)),
  };
}

function itemOf(paper: Paper, { disputes }: World): ItemFacts {
  const gates = disputes.filter((one) => one.paper === paper.id);
  return {
    id: paper.id,
    documentNumber: paper.number,
    documentKind: paper.kind,
    linkedNumber: paper.credits,
    policyId: null,
    currency: paper.currency,
    issuedOn: epochDayFrom(paper.issued),
    importedOn: epochDayFrom(paper.imported),
    dueOn: epochDayFrom(paper.due),
    open: BigInt(paper.open),
    level: paper.level,
    times: paper.times,
    courtesyOn: dayOf(paper.courtesy),
    notifiedOn: dayOf(paper.notified),
    deadlineOn: dayOf(paper.deadline),
    directDebit: paper.collected,
    ...(gates.length > 0 && {
      gates: gates.map(({ cents }) => ({
        because: 'disputed' as const,
        facts: { reason: 'price' },
        until: null,
        ...(cents !== null && { amount: BigInt(cents) }),
      })),
    }),
  };
}

export function termsOf({ today, firstImport, rules }: World): RunTerms {
  const on = epochDayFrom(today);
  const policy = compilePolicy({ id: 'p', version: 1, body: policyOf(rules) }, on, 'EUR');
  return {
    on,
    firstImportOn: epochDayFrom(firstImport),
    extraGraceDays: 0,
    forcedLevel: null,
    companyCurrency: 'EUR',
    law: null,
    policies: new Map([['p', policy]]),
    defaultPolicyId: 'p',
    minimumBalance: null,
    bankData: null,
  };
}

function policyOf({
  ladder,
  repeat,
  courtesyDays,
  grouping,
  interval,
  minimumItem,
  minimumTotal,
}: Rules): Policy {
  const notices = ladder.map(
    ({ level, from, days, count, deadlineDays }, index): Step => ({
      ...STEP,
      level,
      when: { basis: from, days, count },
      deadlineDays,
      repeat: index === ladder.length - 1 ? repeat : null,
    }),
  );
  const courtesy: Step[] =
    courtesyDays === null
      ? []
      : [
          {
            ...STEP,
            kind: 'courtesy',
            when: { basis: 'due_date', days: -courtesyDays, count: 'calendar' },
            deadlineDays: 0,
          },
        ];
  return {
    grouping,
    situation: 'overdue',
    documents: ['invoice', 'credit_note', 'payment_on_account', 'miscellaneous'],
    minimumItem: (minimumItem / 100).toFixed(2),
    minimumTotal: (minimumTotal / 100).toFixed(2),
    contactIntervalDays: interval,
    calendar: { holidays: 'BE', quietWeekdays: [6, 7] },
    bankData: { daysMax: 3, stale: 'ignore' },
    steps: [...courtesy, ...notices],
  };
}

const STEP: Step = {
  kind: 'notice',
  level: null,
  when: { basis: 'due_date', days: 0, count: 'calendar' },
  deadlineDays: 14,
  channels: [],
  recipient: 'accounts_payable',
  copies: [],
  sender: null,
  interest: { kind: 'none' },
  fee: { kind: 'none' },
  attach: 'nothing',
  mode: 'confirm',
  repeat: null,
};

export function askEngine(world: World, inOrder = (papers: readonly Paper[]) => papers): DebtorPlan {
  return planDebtor(factsOf(world, inOrder), termsOf(world));
}

/** What the engine says, in the words of the reference. */
export function outcomeOf({ notices, leftOut }: DebtorPlan): Outcome {
  const left: Left[] = leftOut.flatMap(({ because, items }) =>
    items
      .filter(({ item }) => item.open > 0n)
      .map(({ item, until }): Left => [item.id, because, until === null ? null : isoDay(until)]),
  );
  return { letters: notices.map(letterOf), left };
}

function letterOf(notice: PlannedNotice): Letter {
  const asked = notice.lines.filter(({ level }) => level !== null);
  const listed = notice.lines.filter(({ level }) => level === null);
  return {
    kind: notice.stepKind === 'courtesy' ? 'courtesy' : 'notice',
    currency: notice.currency,
    level: notice.level ?? 0,
    asks: Number(notice.open),
    deadline: isoDay(notice.deadlineOn),
    lines: asked
      .map(({ item, level, times, open }) => `${item.id}: level ${level}, time ${times}, ${open}`)
      .sort(),
    credits: listed.map(({ item, open }) => `${item.id}: ${-open}`).sort(),
  };
}

function dayOf(day: string | null): number | null {
  return day === null ? null : epochDayFrom(day);
}
