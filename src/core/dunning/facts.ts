import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { ClosedGate } from '#core/dunning/gates.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, ContactRole, DebtorKind, DocumentKind, Language } from '#core/receivables/kinds.ts';

/** What is known of one open due item when a run is planned. Amounts in minor units. */
export type ItemFacts = {
  readonly id: string;
  readonly documentNumber: string;
  readonly documentKind: DocumentKind;
  /** The invoice a credit note is set against, as its own document names it. */
  readonly linkedNumber: string | null;
  /** The document's own policy. */
  readonly policyId: string | null;
  readonly currency: Currency;
  readonly issuedOn: EpochDay;
  readonly importedOn: EpochDay;
  readonly dueOn: EpochDay;
  /** Positive: the debtor owes it. Negative: a credit. */
  readonly open: bigint;
  readonly level: number;
  readonly times: number;
  readonly courtesyOn: EpochDay | null;
  readonly notifiedOn: EpochDay | null;
  readonly deadlineOn: EpochDay | null;
  /** What was done for it at its present level by steps that raise none, in this cycle. A courtesy is `courtesyOn`. */
  readonly stepsDone?: readonly StepDone[];
  /** The debtor that owes it, where another one pays and is asked. */
  readonly owedBy?: string;
  /** The creditor collects it from the debtor's bank on the due date. */
  readonly directDebit: boolean;
  /** The first reminder that was issued for it, where the law makes interest or costs wait for one. */
  readonly firstNotice?: FirstNotice;
  /** What was paid or waived of the interest and compensation that earlier notices asked for it. */
  readonly settledCosts?: SettledCosts;
  /** What was paid of it after its due date, for policies that ask interest. */
  readonly paid?: readonly PaidPart[];
  /** What else holds it: disputes, promises, plans, a bank line that fits, the law, hand-over. */
  readonly gates?: readonly GivenGate[];
};

/** The nth step of its kind since the item reached its level: a second call, or one that repeats. */
export type StepDone = { readonly kind: StepKind; readonly times: number; readonly on: EpochDay };

/** Minor units, as texts: what no later notice asks for again. */
export type SettledCosts = { readonly interest: string; readonly compensation: string };

/** A part of a due item that was paid. Minor units, as text. */
export type PaidPart = { readonly on: EpochDay; readonly amount: string };

export type FirstNotice = { readonly sentOn: EpochDay; readonly by: 'mail' | 'post' };

/** A gate that other facts close. Where only a part is held (a partial dispute), the rest is still asked for. */
export type GivenGate = Omit<ClosedGate, 'until'> & {
  readonly until: EpochDay | null;
  readonly amount?: bigint;
};

export type HoldFacts = {
  /** Null: everything of the debtor. */
  readonly dueItemId: string | null;
  /** The last day it holds; null: until somebody releases it. */
  readonly untilOn: EpochDay | null;
  readonly reason: string;
  readonly by: string;
  /** The data of the debtor are restricted: no reason is told. */
  readonly restricted?: boolean;
};

export type DebtorFacts = {
  readonly id: string;
  /** Under whose law a person put it; left out: that of the company. */
  readonly lawCountry?: string;
  readonly kind: DebtorKind;
  readonly language: Language;
  readonly preferredChannel: Channel;
  readonly contactedOn: EpochDay | null;
  /** The debtor's own policy, and its group's. */
  readonly policyId: string | null;
  readonly groupPolicyId: string | null;
  readonly addresses: AddressFacts;
  readonly holds: readonly HoldFacts[];
  /** The run that issued a notice to it which has not left, or whose arrival is not certain. */
  readonly waitingRun: number | null;
  /** What it owes; of a payer, what the debtors it pays for owe too, each item saying whose it is. */
  readonly items: readonly ItemFacts[];
  /** The debtors this one pays for that are planned together with it, itself among them where it owes anything. */
  readonly paysFor?: readonly Omit<DebtorFacts, 'items' | 'paysFor'>[];
};

/** Which addresses a debtor has: its own, and the roles of contacts that have one. */
export type AddressFacts = {
  readonly mail: boolean;
  readonly post: boolean;
  readonly fax: boolean;
  readonly mailRoles: readonly ContactRole[];
  readonly faxRoles: readonly ContactRole[];
};

/** What one debtor owes itself, of all that is planned with it. */
export function ownItems({ id, items, paysFor }: DebtorFacts, debtorId: string): readonly ItemFacts[] {
  return paysFor ? items.filter(({ owedBy = id }) => owedBy === debtorId) : items;
}
