import { z } from 'zod';
import { BANK_LINE_STATES } from '#core/bank/statement-states.ts';
import { CERTAINTIES, MATCH_BASES, PART_KINDS } from '#core/matching/match-facts.ts';
import { DOCUMENT_KINDS } from '#core/receivables/kinds.ts';
import { DECISIONS, DIFFERENCE_KINDS, SETTLEMENT_ORIGINS } from '#core/receivables/settlement-words.ts';

/**
 * The lists of the desk. `to_match`: money in and out that waits, without what is asked later; `certain`, `probable`,
 * `unmatched`: those of it with such a best match, or none; `later`; `settled`; `ignored`; `pending`: not booked yet.
 */
export const DESK_VIEWS = [
  'to_match',
  'certain',
  'probable',
  'unmatched',
  'later',
  'settled',
  'ignored',
  'pending',
  'all',
] as const;

export const DebtorName = z.object({ id: z.uuid(), number: z.string(), name: z.string() });
/** `code` has a sentence on the screens (`match.because.<code>`, `match.but.<code>`); facts are texts. */
const Reason = z.object({ code: z.string(), facts: z.record(z.string(), z.string()) });

/** A due item as the desk shows it: what is open now. */
const DeskItem = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(DOCUMENT_KINDS),
  position: z.number().int(),
  debtor: DebtorName,
  dueOn: z.iso.date(),
  currency: z.string(),
  amount: z.string(),
  open: z.string(),
  level: z.number().int(),
});

export const MatchView = z.object({
  rank: z.number().int(),
  certainty: z.enum(CERTAINTIES),
  basis: z.enum(MATCH_BASES),
  debtor: DebtorName.nullable(),
  because: z.array(Reason),
  but: z.array(Reason),
  /** What each part lowers its item by, in the item's currency; `item` null is money on account or of no item. */
  parts: z.array(z.object({ item: DeskItem.nullable(), kind: z.enum(PART_KINDS), amount: z.string() })),
  /** What of the line it leaves. */
  remainder: z.string(),
  takesBack: z.uuid().nullable(),
  /** Its items changed since it was proposed: it can no longer be taken as it stands. */
  stale: z.boolean(),
});

/** A decision about a line: `settled` for its parts, `ignored` (no customer's payment) or asked `later`. */
export const SettlementView = z.object({
  id: z.uuid(),
  kind: z.enum(DECISIONS),
  origin: z.enum(SETTLEMENT_ORIGINS),
  line: z.object({
    id: z.uuid(),
    bookedOn: z.iso.date(),
    amount: z.string(),
    currency: z.string(),
    counterparty: z.string().nullable(),
    text: z.string(),
    account: z.string(),
  }),
  /** What it takes of the line. */
  amount: z.string(),
  currency: z.string(),
  because: z.array(Reason),
  note: z.string().nullable(),
  until: z.iso.date().nullable(),
  parts: z.array(
    z.object({
      kind: z.enum(PART_KINDS),
      debtor: DebtorName.nullable(),
      item: z.object({ id: z.uuid(), number: z.string() }).nullable(),
      currency: z.string(),
      amount: z.string(),
      openBefore: z.string(),
      openAfter: z.string(),
      /** `own`: no list of an accounting package is followed; else whether the ledger has shown it. */
      ledger: z.enum(['own', 'provisional', 'confirmed']),
    }),
  ),
  /** A returned payment takes this one back. */
  returnedBy: z.uuid().nullable(),
  madeBy: z.string().nullable(),
  madeAt: z.string(),
  undoneBy: z.string().nullable(),
  undoneAt: z.string().nullable(),
});

export const DeskLine = z.object({
  id: z.uuid(),
  account: z.object({ id: z.uuid(), name: z.string(), number: z.string() }),
  statement: z.object({ id: z.uuid(), number: z.string().nullable() }),
  state: z.enum(BANK_LINE_STATES),
  bookedOn: z.iso.date(),
  valueOn: z.iso.date().nullable(),
  /** Money in is positive. */
  amount: z.string(),
  currency: z.string(),
  /** What nothing has been decided about. */
  remaining: z.string(),
  counterparty: z.string().nullable(),
  ultimateParty: z.string().nullable(),
  iban: z.string().nullable(),
  structuredReference: z.string().nullable(),
  text: z.string(),
  endToEndId: z.string().nullable(),
  mandate: z.string().nullable(),
  code: z.string().nullable(),
  reversal: z.boolean(),
  /** The bank's code of a return, as the file has it; words: `bank.return.<code>` where known. */
  returnReason: z.string().nullable(),
  /** Asked later: the day, and what was noted. */
  later: z.object({ until: z.iso.date(), note: z.string().nullable() }).nullable(),
  matches: z.array(MatchView),
  /** Standing decisions, newest first: what `undo` takes back. */
  decisions: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(DECISIONS),
      origin: z.enum(SETTLEMENT_ORIGINS),
      amount: z.string(),
      note: z.string().nullable(),
      madeBy: z.string().nullable(),
      madeAt: z.string(),
    }),
  ),
});

export const RuleView = z.object({
  id: z.uuid(),
  position: z.number().int(),
  contains: z.string(),
  kind: z.enum(['debtor', 'not_customer']),
  debtor: DebtorName.nullable(),
  enabled: z.boolean(),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
});

export const SettlementPolicyView = z.object({
  /** What a certain match must stand on to settle by itself; the rest waits for a person. */
  automatic: z.array(z.enum(MATCH_BASES)),
  currency: z.string(),
  smallDifferenceMax: z.string(),
  bankCostsMax: z.string(),
  discounts: z
    .array(
      z.object({
        percent: z.string().regex(/^\d{1,2}([.,]\d{1,2})?$/),
        days: z.number().int().min(1).max(120),
      }),
    )
    .max(5),
  /** Days after which a settlement that the ledger does not show is listed as a difference. */
  patienceDays: z.number().int().min(0).max(90),
});

/** A settlement that waits for the ledger, or a difference between the ledger and the bank. */
export const ProvisionalRow = z.object({
  /** Null where it merely waits. */
  difference: z.uuid().nullable(),
  kind: z.enum(['waiting', ...DIFFERENCE_KINDS]),
  settlement: z.uuid().nullable(),
  item: z.object({ id: z.uuid(), number: z.string(), kind: z.enum(DOCUMENT_KINDS) }),
  /** Of `document_twice`: the document the ledger holds. */
  other: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  debtor: DebtorName,
  currency: z.string(),
  /** What the bank settled, and what of it the ledger shows; of a difference, what was expected and what was found. */
  expected: z.string(),
  found: z.string(),
  bookedOn: z.iso.date().nullable(),
  since: z.iso.date(),
  days: z.number().int(),
});

/** What the item and debtor pages show of the bank. */
export const BankSide = z.object({
  settlements: z.array(SettlementView),
  /** Lines that wait and may pay this: they hold it back from reminders where they are probable or better. */
  pending: z.array(
    z.object({
      line: z.object({
        id: z.uuid(),
        bookedOn: z.iso.date(),
        amount: z.string(),
        currency: z.string(),
        counterparty: z.string().nullable(),
        text: z.string(),
      }),
      match: MatchView,
      holdsBack: z.boolean(),
    }),
  ),
  /** Accounts learnt from settlements (debtor page only). */
  ibans: z.array(z.object({ iban: z.string(), name: z.string().nullable(), learntAt: z.string() })),
});
