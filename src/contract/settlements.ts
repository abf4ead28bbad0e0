import { z } from 'zod';
import { BANK_LINE_STATES } from '#core/bank/statement-states.ts';
import { PART_KINDS } from '#core/matching/match-facts.ts';
import { DECISIONS, RESOLUTIONS, SETTLEMENT_ORIGINS } from '#core/receivables/settlement-words.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';
import {
  BankSide,
  DESK_VIEWS,
  DebtorName,
  DeskLine,
  ProvisionalRow,
  RuleView,
  SettlementPolicyView,
  SettlementView,
} from './settlement-views.ts';

const Counts = z.record(z.enum(DESK_VIEWS), z.number().int());
const OfLine = InCompany.extend({ line: z.uuid() });

/** Made by the caller before it asks: sent twice, it is done once. */
const Settlement = z.uuid().optional();

export const PartInput = z.object({
  /** Null: money on account of `debtor`, or (bank costs, small or exchange difference) of no item. */
  item: z.uuid().nullable().default(null),
  kind: z.enum(PART_KINDS),
  /** What the item's open amount goes down by, in its currency; negative for a credit that is used. */
  amount: z.string().max(40),
  /** What it takes of the line, where the line is in another currency. */
  money: z.string().max(40).nullable().default(null),
});

const settleRefusals = () =>
  refusals(
    'bank_line_unknown',
    'bank_line_decided',
    'bank_line_pending',
    'bank_line_ignored',
    'bank_line_used',
    'open_item_unknown',
    'debtor_unknown',
    'settlement_empty',
    'settlement_part_without_item',
    'settlement_currencies_mixed',
    'settlement_wrong_way',
    'settlement_above_open',
    'settlement_without_money',
    'settlement_reopens_too_much',
    'settlement_difference_too_large',
    'settlement_above_line',
    'settlement_without_debtor',
    'amount_unreadable',
  );

const Decided = z.object({ settlement: z.uuid(), line: DeskLine });

const RuleInput = z.object({
  /** Looked for in texts, names and accounts, without regard to case, accents and blanks. */
  contains: z.string().trim().min(2).max(200),
  kind: z.enum(['debtor', 'not_customer']),
  debtor: z.uuid().nullable().default(null),
});
const ruleRefusals = () => refusals('debtor_unknown', 'matching_rule_without_debtor', 'matching_rule_taken');

export const settlements = {
  /** The matching desk, oldest first: each line with what is proposed for it and why. */
  desk: companyRoute('GET', '/matching-desk', 'reader')
    .input(
      InCompany.extend(PageInput.shape).extend({
        view: z.enum(DESK_VIEWS).default('to_match'),
        account: z.uuid().optional(),
        /** Found in counterparty, IBAN, text and references; a number is also compared with the amount. */
        search: z.string().trim().max(100).optional(),
        direction: z.enum(['in', 'out']).optional(),
      }),
    )
    .output(pageOf(DeskLine).extend({ counts: Counts })),

  line: companyRoute('GET', '/matching-desk/{line}', 'reader')
    .input(OfLine)
    .output(DeskLine)
    .errors(refusals('bank_line_unknown')),

  /** Settles a line, or a part of it: the parts as a person chose them. */
  settle: companyRoute('POST', '/bank-lines/{line}/settlements', 'clerk')
    .input(
      OfLine.extend({
        settlement: Settlement,
        parts: z.array(PartInput).min(1).max(500),
        /** Who has what stays on account. */
        debtor: z.uuid().nullable().default(null),
        /** The payer's account is the debtor's from now on. */
        learnIban: z.boolean().default(true),
        note: z.string().trim().max(1000).nullable().default(null),
      }),
    )
    .output(Decided)
    .errors(settleRefusals()),

  /** Takes a proposal as it stands. */
  accept: companyRoute('POST', '/bank-lines/{line}/acceptance', 'clerk')
    .input(
      OfLine.extend({
        settlement: Settlement,
        rank: z.number().int().min(1).default(1),
        learnIban: z.boolean().default(true),
      }),
    )
    .output(Decided)
    .errors({ ...settleRefusals(), ...refusals('match_unknown', 'match_stale') }),

  /** Takes the best proposal of each line that has one of this certainty. What cannot be taken is passed over. */
  acceptMany: companyRoute('POST', '/bank-lines/acceptances', 'clerk')
    .input(
      InCompany.extend({
        lines: z.array(z.uuid()).min(1).max(1000),
        certainty: z.enum(['certain', 'probable']).default('certain'),
      }),
    )
    .output(z.object({ settlements: z.array(z.uuid()), passedOver: z.number().int() })),

  /** No customer's payment: it leaves the desk. */
  ignore: companyRoute('POST', '/bank-lines/{line}/ignoring', 'clerk')
    .input(
      OfLine.extend({ settlement: Settlement, note: z.string().trim().max(500).nullable().default(null) }),
    )
    .output(Decided)
    .errors(refusals('bank_line_unknown', 'bank_line_decided', 'bank_line_pending')),

  /** Asked again on a day; meanwhile its probable matches still hold their items back. */
  later: companyRoute('POST', '/bank-lines/{line}/postponement', 'clerk')
    .input(
      OfLine.extend({
        settlement: Settlement,
        until: z.iso.date(),
        note: z.string().trim().max(500).nullable().default(null),
      }),
    )
    .output(Decided)
    .errors(refusals('bank_line_unknown', 'bank_line_decided', 'bank_line_pending', 'later_not_after_today')),

  /** Takes decisions back, newest first: items, line and what was learnt stand as before. Twice changes nothing. */
  undo: companyRoute('POST', '/settlements/undoing', 'clerk')
    .input(InCompany.extend({ settlements: z.array(z.uuid()).min(1).max(1000) }))
    .output(z.object({ undone: z.number().int(), lines: z.array(z.uuid()) }))
    .errors(refusals('settlement_unknown', 'settlement_has_later', 'settlement_undo_blocked')),

  show: companyRoute('GET', '/settlements/{settlement}', 'reader')
    .input(InCompany.extend({ settlement: z.uuid() }))
    .output(SettlementView)
    .errors(refusals('settlement_unknown')),

  /** Latest decisions first: what can still be taken back. */
  latest: companyRoute('GET', '/settlements', 'reader')
    .input(
      InCompany.extend(PageInput.shape).extend({
        kind: z.enum(DECISIONS).optional(),
        origin: z.enum(SETTLEMENT_ORIGINS).optional(),
      }),
    )
    .output(pageOf(SettlementView)),

  ofItem: companyRoute('GET', '/open-items/{item}/settlements', 'reader')
    .input(InCompany.extend({ item: z.uuid() }))
    .output(BankSide)
    .errors(refusals('open_item_unknown')),
  ofDebtor: companyRoute('GET', '/debtors/{debtor}/settlements', 'reader')
    .input(InCompany.extend({ debtor: z.uuid() }))
    .output(BankSide)
    .errors(refusals('debtor_unknown')),
  /** An account is no longer this debtor's. */
  forgetIban: companyRoute('DELETE', '/debtors/{debtor}/ibans/{iban}', 'clerk')
    .input(InCompany.extend({ debtor: z.uuid(), iban: z.string().min(5).max(34) }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals('debtor_unknown')),

  /** Matches again what waits: all of it, or the lines given. */
  match: companyRoute('POST', '/bank-lines/matching', 'clerk')
    .input(InCompany.extend({ lines: z.array(z.uuid()).max(1000).nullable().default(null) }))
    .output(
      z.object({
        lines: z.number().int(),
        settled: z.number().int(),
        ignored: z.number().int(),
        certain: z.number().int(),
        probable: z.number().int(),
        possible: z.number().int(),
        unmatched: z.number().int(),
      }),
    ),

  policy: companyRoute('GET', '/settlement-policy', 'reader').input(InCompany).output(SettlementPolicyView),
  changePolicy: companyRoute('PUT', '/settlement-policy', 'clerk')
    .input(InCompany.extend({ changes: SettlementPolicyView.omit({ currency: true }).partial() }))
    .output(SettlementPolicyView)
    .errors(refusals('amount_unreadable', 'settlement_limit_out_of_range')),

  rules: companyRoute('GET', '/matching-rules', 'reader').input(InCompany).output(z.array(RuleView)),
  addRule: companyRoute('POST', '/matching-rules', 'clerk')
    .input(InCompany.extend(RuleInput.shape))
    .output(RuleView)
    .errors(ruleRefusals()),
  changeRule: companyRoute('PUT', '/matching-rules/{rule}', 'clerk')
    .input(
      InCompany.extend({ rule: z.uuid() }).extend(RuleInput.extend({ enabled: z.boolean() }).partial().shape),
    )
    .output(RuleView)
    .errors({ ...ruleRefusals(), ...refusals('matching_rule_unknown') }),
  removeRule: companyRoute('DELETE', '/matching-rules/{rule}', 'clerk')
    .input(InCompany.extend({ rule: z.uuid() }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals('matching_rule_unknown')),
  /** The order in which they are tried: all of them, each once. */
  orderRules: companyRoute('PUT', '/matching-rules', 'clerk')
    .input(InCompany.extend({ rules: z.array(z.uuid()).max(500) }))
    .output(z.array(RuleView))
    .errors(refusals('matching_rule_unknown')),
  /** What a rule would have caught among the last lines, and what became of those. */
  previewRule: companyRoute('POST', '/matching-rules/preview', 'reader')
    .input(InCompany.extend({ contains: RuleInput.shape.contains }))
    .output(
      z.object({
        looked: z.number().int(),
        caught: z.number().int(),
        lines: z.array(
          z.object({
            id: z.uuid(),
            bookedOn: z.iso.date(),
            amount: z.string(),
            currency: z.string(),
            counterparty: z.string().nullable(),
            text: z.string(),
            state: z.enum(BANK_LINE_STATES),
            /** Whom it was settled for, where it was. */
            debtors: z.array(DebtorName),
          }),
        ),
      }),
    ),

  /** What the bank settled and the ledger does not show yet, and where the two disagree. */
  provisional: companyRoute('GET', '/settlements/provisional', 'reader')
    .input(
      InCompany.extend(PageInput.shape).extend({
        view: z.enum(['waiting', 'differing']).default('differing'),
      }),
    )
    .output(
      pageOf(ProvisionalRow).extend({
        counts: z.object({ waiting: z.number().int(), differing: z.number().int() }),
      }),
    ),
  /** `ledger`: the ledger is right; `bank`: what the bank settled stands. */
  resolve: companyRoute('POST', '/ledger-differences/{difference}/resolution', 'clerk')
    .input(InCompany.extend({ difference: z.uuid(), resolution: z.enum(RESOLUTIONS) }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(
      refusals(
        'ledger_difference_unknown',
        'settlement_unknown',
        'settlement_has_later',
        'settlement_undo_blocked',
      ),
    ),
};
