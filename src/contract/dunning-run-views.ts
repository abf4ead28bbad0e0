import { z } from 'zod';
import { REASONS } from '#core/dunning/gates.ts';
import { STEP_KINDS } from '#core/dunning/policy.ts';
import { RUN_STATES } from '#core/dunning/run-states.ts';
import { CURRENCIES } from '#core/money/currencies.ts';
import { CHANNELS, DOCUMENT_KINDS, LANGUAGES } from '#core/receivables/kinds.ts';
import { MoneyView } from './route.ts';
import { RunChanges } from './run-changes.ts';

/** What a run is planned with. What is left out means: all of it, by the policies alone. */
export const RunOptions = z.object({
  /** Debtor numbers, both included; numbers that are all digits are compared as numbers. */
  debtorFrom: z.string().trim().min(1).max(60).nullable().default(null),
  debtorTo: z.string().trim().min(1).max(60).nullable().default(null),
  /** One debtor, by its number. */
  debtor: z.string().trim().min(1).max(60).nullable().default(null),
  /** A debtor group, by its name. */
  group: z.string().trim().min(1).max(80).nullable().default(null),
  currency: z.enum(CURRENCIES).nullable().default(null),
  /** Only documents dated before this day. */
  documentsBefore: z.iso.date().nullable().default(null),
  /** Debtors whose overdue balance is smaller are left out. A decimal in the company's currency. */
  minimumBalance: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,3})?$/)
    .nullable()
    .default(null),
  /** Added to the days of every step. */
  extraGraceDays: z.coerce.number().int().min(0).max(365).default(0),
  /** Null: each item's next level. Else every due item that is late gets exactly this level; that is recorded. */
  level: z.coerce.number().int().min(1).max(9).nullable().default(null),
  /** `automatic`: only what goes out by itself (core/dunning/automatic-part.ts). */
  part: z.enum(['all', 'automatic']).default('all'),
});
export type RunOptions = z.infer<typeof RunOptions>;

const Warning = z.object({ code: z.string(), facts: z.record(z.string(), z.string()) });
const Tally = z.object({ notices: z.number().int(), items: z.number().int() });
const Amounts = z.array(MoneyView);

/** Counted once when the run is planned, and again after each edit, so that no screen counts. */
export const RunSummary = z.object({
  debtors: z.number().int(),
  notices: z.number().int(),
  items: z.number().int(),
  /** Dropped or marked as not printed by a person. */
  dropped: z.number().int(),
  open: Amounts,
  interest: Amounts,
  fee: Amounts,
  total: Amounts,
  byLevel: z.array(
    Tally.extend({
      /** Left out in runs of before there were other steps: a courtesy where there is no level. */
      stepKind: z.enum(STEP_KINDS).optional(),
      level: z.number().int().nullable(),
      total: Amounts,
    }),
  ),
  byChannel: z.array(Tally.extend({ channel: z.enum(CHANNELS) })),
  byCurrency: z.array(Tally.extend({ currency: z.string(), total: z.string() })),
  byLanguage: z.array(Tally.extend({ language: z.enum(LANGUAGES) })),
  leftOut: z.array(
    z.object({ because: z.enum(REASONS), debtors: z.number().int(), items: z.number().int() }),
  ),
  warnings: z.array(z.object({ code: z.string(), notices: z.number().int() })),
  /** How old the bank data was when it was computed, the oldest first; none where no statement was ever imported. */
  bankFreshness: z
    .array(
      z.object({
        accountId: z.uuid(),
        number: z.string(),
        name: z.string(),
        currency: z.string(),
        followed: z.boolean(),
        /** The last day a booked statement covers. */
        bookedUntilOn: z.iso.date().nullable(),
        /** Working days since; 1 where the last working day is in. */
        days: z.number().int(),
      }),
    )
    .default([]),
  /** What a person had changed and recomputing could not keep. */
  lostEdits: z.array(
    z.object({
      debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
      /** The proposal it was made on, as computed now; null where it is gone. */
      proposal: z.uuid().nullable().default(null),
      /** The kind of change: level, drop_item, channel… */
      change: z.string(),
      /** `gone`: the notice is no longer proposed. `item_gone`, `level_impossible`: the notice is, without it. */
      because: z.enum(['gone', 'item_gone', 'level_impossible']),
    }),
  ),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunView = z.object({
  id: z.uuid(),
  number: z.number().int(),
  state: z.enum(RUN_STATES),
  plannedFor: z.iso.date(),
  options: RunOptions,
  /** While planning: debtors; while sending: notices. Null when nothing is under way. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  /** Null until planned. */
  summary: RunSummary.nullable(),
  plannedBy: z.string().nullable(),
  plannedAt: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Why it stopped, or why the last try to send it failed. */
  answer: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('refusal'), code: z.string(), facts: z.record(z.string(), z.string()) }),
      z.object({ kind: z.literal('words'), words: z.string() }),
    ])
    .nullable(),
  /** Counts of what differs from the last time it was computed; null where it was computed once. */
  recomputed: RunChanges.pick({ since: true, added: true, gone: true, changed: true }).nullable(),
  /** Whether the last edit can be taken back. */
  canUndoEdit: z.boolean(),
});
export type RunView = z.infer<typeof RunView>;

export const ApprovalView = z.object({
  /** Null where the bank was read lately enough, or no account is followed, or no policy minds. */
  staleBank: z
    .object({
      account: z.string(),
      /** Working days since the last day a booked statement of it covers. */
      days: z.number().int(),
      /** What the policies allow, the strictest of them. */
      most: z.number().int(),
      /** How many of its notices that concerns. */
      notices: z.number().int(),
    })
    .nullable(),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

const DebtorOfProposal = z.object({ id: z.uuid(), number: z.string(), name: z.string() });

export const ProposalRow = z.object({
  id: z.uuid(),
  position: z.number().int(),
  debtor: DebtorOfProposal,
  policy: z.object({ id: z.uuid(), version: z.number().int(), name: z.string() }),
  stepKind: z.enum(STEP_KINDS),
  level: z.number().int().nullable(),
  /** As computed, where a person changed it. */
  levelProposed: z.number().int().nullable(),
  currency: z.string(),
  channel: z.enum(CHANNELS),
  /** Every channel it leaves by, the leading one first; none where it is work for a person. */
  leavesBy: z.array(z.enum(CHANNELS)),
  language: z.enum(LANGUAGES),
  /** Of the items it asks for, without listed ones. */
  items: z.number().int(),
  daysLateMax: z.number().int(),
  open: MoneyView,
  interest: MoneyView,
  fee: MoneyView,
  total: MoneyView,
  deadlineOn: z.iso.date(),
  /** Not issued by this run: dropped, not printed, or nothing left on it. */
  dropped: z.boolean(),
  printed: z.boolean().nullable(),
  edited: z.boolean(),
  /** To be confirmed by a person, by its policy's step; automatic ones need no look. */
  mode: z.enum(['automatic', 'confirm']),
  warnings: z.array(Warning),
  state: z.enum(['proposed', 'dropped', 'issued']),
});
export type ProposalRow = z.infer<typeof ProposalRow>;

/** A stretch of days with one base and one rate, and where the rate was read. Decimals, days and rates as text. */
const InterestRowView = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  days: z.number().int(),
  base: z.string(),
  rate: z.string(),
  amount: z.string(),
  source: z.string(),
});

/** What a person must know about interest and costs: a code, told in the reader's language. */
export const LawNoteView = z.object({ code: z.string(), facts: z.record(z.string(), z.string()) });

export const ProposalLineView = z.object({
  dueItemId: z.uuid(),
  documentId: z.uuid(),
  documentNumber: z.string(),
  documentKind: z.enum(DOCUMENT_KINDS),
  issuedOn: z.iso.date(),
  dueOn: z.iso.date(),
  daysLate: z.number().int(),
  amount: MoneyView,
  open: MoneyView,
  interest: MoneyView,
  fee: MoneyView,
  section: z.enum(['overdue', 'upcoming', 'credit']),
  /** The level it reaches by this notice; 0 for a courtesy; null where it is only listed. */
  level: z.number().int().nullable(),
  times: z.number().int(),
  /** Where it stands now. */
  reached: z.number().int(),
  /** What a person may choose, ends included; null where it has no level. */
  levels: z.array(z.number().int()).nullable(),
  /** Who owes it, where the notice goes to another one who pays. */
  debtor: DebtorOfProposal.optional(),
  /** How the interest comes about; empty where there is none. */
  interestRows: z.array(InterestRowView),
  dropped: z.boolean(),
});
export type ProposalLineView = z.infer<typeof ProposalLineView>;

/** Why the debtor's other items are not on it. */
export const LeftOutItem = z.object({
  dueItemId: z.uuid(),
  documentId: z.uuid(),
  documentNumber: z.string(),
  documentKind: z.enum(DOCUMENT_KINDS),
  dueOn: z.iso.date(),
  level: z.number().int(),
  open: MoneyView,
  until: z.iso.date().nullable(),
});

export const LeftOutRow = z.object({
  debtor: DebtorOfProposal,
  because: z.enum(REASONS),
  facts: z.record(z.string(), z.string()),
  /** The first day one of its items opens; null where no day is known. */
  until: z.iso.date().nullable(),
  items: z.array(LeftOutItem),
});
export type LeftOutRow = z.infer<typeof LeftOutRow>;

export const ProposalView = ProposalRow.extend({
  lines: z.array(ProposalLineView),
  leftOut: z.array(LeftOutRow),
  recipient: z.object({ name: z.string(), address: z.string() }).nullable(),
  /** What a person wrote instead of the step's words; null: as the step has them (see notices.preview). */
  subject: z.string().nullable(),
  body: z.string().nullable(),
  datedOn: z.iso.date(),
  /** The levels the whole notice may be given; empty on a courtesy. */
  levels: z.array(z.number().int()),
  /** Where each channel has an address. */
  channels: z.array(z.object({ channel: z.enum(CHANNELS), address: z.string().nullable() })),
  edits: z.array(
    z.object({
      at: z.string(),
      by: z.string().nullable(),
      kind: z.string(),
      dueItemId: z.string().nullable(),
    }),
  ),
  /** Listed for information: not yet due. */
  upcoming: MoneyView,
  /** What to know about the interest and costs it asks. */
  lawNotes: z.array(LawNoteView),
});
export type ProposalView = z.infer<typeof ProposalView>;

const level = z.number().int().min(1).max(9);
const words = z.string().trim().min(1);

/** One change to a proposal: core/dunning/proposal.ts says what each means. */
export const EditInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('level'), level }),
  z.object({ kind: z.literal('item_level'), dueItemId: z.uuid(), level }),
  z.object({ kind: z.literal('drop') }),
  z.object({ kind: z.literal('restore') }),
  z.object({ kind: z.literal('drop_item'), dueItemId: z.uuid() }),
  z.object({ kind: z.literal('restore_item'), dueItemId: z.uuid() }),
  z.object({ kind: z.literal('channel'), channel: z.enum(['mail', 'post', 'registered_post', 'fax']) }),
  z.object({
    kind: z.literal('channels'),
    channels: z
      .array(z.enum(['mail', 'post', 'registered_post', 'fax']))
      .min(1)
      .max(4),
  }),
  z.object({ kind: z.literal('recipient'), name: z.string().trim().max(200), address: words.max(254) }),
  z.object({
    kind: z.literal('words'),
    subject: words.max(300).nullable(),
    body: words.max(20_000).nullable(),
  }),
  z.object({ kind: z.literal('printed'), printed: z.boolean().nullable() }),
  z.object({ kind: z.literal('dated'), on: z.iso.date() }),
]);
export type EditInput = z.infer<typeof EditInput>;
