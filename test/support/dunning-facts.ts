/** Facts for tests of the engine: a debtor, its items and a policy, each with what a test does not care about filled in. */
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';

export const day = epochDayFrom;

/** A notice `days` after its basis: the due date for level 1, the previous deadline for the others. */
export function noticeStep(level: number, days: number, change: Partial<Step> = {}): Step {
  return {
    kind: 'notice',
    level,
    when: { basis: level === 1 ? 'due_date' : 'previous_deadline', days, count: 'calendar' },
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
    ...change,
  };
}

/** Level 1 on the tenth day, levels 2 and 3 five days after the deadline before; five days between contacts. */
export function policyWith(change: Partial<Policy> = {}): Policy {
  return {
    grouping: 'debtor',
    situation: 'overdue',
    documents: ['invoice', 'credit_note'],
    minimumItem: '0.00',
    minimumTotal: '0.00',
    contactIntervalDays: 5,
    calendar: { holidays: null, quietWeekdays: [] },
    bankData: { daysMax: 3, stale: 'ignore' },
    steps: [noticeStep(1, 10), noticeStep(2, 5), noticeStep(3, 5)],
    ...change,
  };
}

/** The terms of a run on a day by one policy, the company's default `p`. */
export function termsOn(on: string, body: Policy = policyWith(), change: Partial<RunTerms> = {}): RunTerms {
  return {
    on: day(on),
    firstImportOn: null,
    extraGraceDays: 0,
    forcedLevel: null,
    companyCurrency: 'EUR',
    law: null,
    policies: new Map([['p', compilePolicy({ id: 'p', version: 1, body }, day(on), 'EUR')]]),
    defaultPolicyId: 'p',
    minimumBalance: null,
    bankData: null,
    ...change,
  };
}

/** An invoice of 100.00 EUR, due on 1 March 2026, never reminded. */
export function itemFacts(id: string, change: Partial<ItemFacts> = {}): ItemFacts {
  return {
    id,
    documentNumber: id.toUpperCase(),
    documentKind: 'invoice',
    linkedNumber: null,
    policyId: null,
    currency: 'EUR',
    issuedOn: day('2026-02-01'),
    importedOn: day('2026-02-01'),
    dueOn: day('2026-03-01'),
    open: 100_00n,
    level: 0,
    times: 0,
    courtesyOn: null,
    notifiedOn: null,
    deadlineOn: null,
    directDebit: false,
    ...change,
  };
}

/** A business reached by mail and post that was never written to. */
export function debtorFacts(items: readonly ItemFacts[], change: Partial<DebtorFacts> = {}): DebtorFacts {
  return {
    id: 'd',
    kind: 'business',
    language: 'nl',
    preferredChannel: 'mail',
    contactedOn: null,
    policyId: null,
    groupPolicyId: null,
    addresses: { mail: true, post: true, fax: false, mailRoles: [], faxRoles: [] },
    holds: [],
    waitingRun: null,
    items,
    ...change,
  };
}
