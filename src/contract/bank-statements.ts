import { z } from 'zod';
import { BANK_FORMATS } from '#core/bank/bank-reading.ts';
import {
  BANK_FILE_ORIGINS,
  BANK_FILE_STATES,
  BANK_LINE_STATES,
  STATEMENT_STATES,
} from '#core/bank/statement-states.ts';
import { BankCsvProfileView, BankCsvTable, SavedProfile } from './bank-csv-views.ts';
import { InboxView } from './bank-inbox-view.ts';
import { BankFileUndoView } from './bank-undo-views.ts';
import { ProblemView } from './problem-view.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, MoneyView, PageInput, pageOf } from './route.ts';

export const BankAccountView = z.object({
  id: z.uuid(),
  /** An IBAN without spaces, or the bank's own number. */
  number: z.string(),
  currency: z.string(),
  name: z.string(),
  holder: z.string().nullable(),
  followed: z.boolean(),
  /** The last day a booked statement covers; null while only intraday reports came in. */
  bookedUntilOn: z.iso.date().nullable(),
  /** Working days since then that no statement covers: 0 when yesterday is in. Null as above. */
  daysBehind: z.number().int().nullable(),
  /** When a file last told something about it. */
  toldAt: z.string().nullable(),
  /** It carries the company's own IBAN, the one that letters ask to pay to. */
  isCompanyIban: z.boolean(),
  /** With which the last booked statement closed. */
  balance: MoneyView.nullable(),
  statements: z.number().int(),
  refused: z.number().int(),
  /** Of the last 400 days. */
  gaps: z.number().int(),
  /** Lines that wait to be matched. */
  openLines: z.number().int(),
});
export type BankAccountView = z.infer<typeof BankAccountView>;

/** Between two statements of an account something is missing, or their balances do not meet. Shown, never corrected. */
export const BankGapView = z.object({
  kind: z.enum(['number', 'balance']),
  before: z.object({ id: z.uuid(), number: z.string().nullable(), closedOn: z.iso.date().nullable() }),
  after: z.object({ id: z.uuid(), number: z.string().nullable(), openedOn: z.iso.date().nullable() }),
  /** Statement numbers that are missing, ends included; null for balances. */
  missing: z.object({ from: z.string(), to: z.string() }).nullable(),
  /** The closing of the one and the opening of the other; null for numbers. */
  expected: MoneyView.nullable(),
  found: MoneyView.nullable(),
});
export type BankGapView = z.infer<typeof BankGapView>;

export const BankFileResult = z.object({
  statements: z.object({
    /** Taken in now. */
    added: z.number().int(),
    /** Had come before, whole. */
    known: z.number().int(),
    refused: z.number().int(),
  }),
  lines: z.object({
    added: z.number().int(),
    known: z.number().int(),
    /** Told and not booked yet, new. */
    pending: z.number().int(),
    /** Pending before, booked now. */
    replaced: z.number().int(),
    /** Pending before, and not in the statement of their day. */
    lapsed: z.number().int(),
    /** Of those added: sent back by a bank. */
    returned: z.number().int(),
  }),
  /** Accounts met for the first time. */
  accountsAdded: z.array(z.object({ id: z.uuid(), number: z.string(), currency: z.string() })),
  problemCount: z.number().int(),
  problems: z.array(ProblemView),
});
export type BankFileResult = z.infer<typeof BankFileResult>;

export const BankFileView = z.object({
  id: z.uuid(),
  fileName: z.string(),
  origin: z.enum(BANK_FILE_ORIGINS),
  state: z.enum(BANK_FILE_STATES),
  format: z.enum([...BANK_FORMATS, 'zip']).nullable(),
  /** The CSV profile it was read with. */
  profile: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Bytes read, and of how many. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  result: BankFileResult.nullable(),
});
export type BankFileView = z.infer<typeof BankFileView>;

const AccountOfLine = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  currency: z.string(),
});

export const StatementView = z.object({
  id: z.uuid(),
  account: AccountOfLine,
  format: z.enum(BANK_FORMATS),
  number: z.string().nullable(),
  openedOn: z.iso.date().nullable(),
  opening: MoneyView.nullable(),
  closedOn: z.iso.date().nullable(),
  closing: MoneyView.nullable(),
  state: z.enum(STATEMENT_STATES),
  /** In the file; and of these, new with it. */
  lines: z.number().int(),
  added: z.number().int(),
  /** Of its lines, those that wait to be matched. */
  openLines: z.number().int(),
  file: z.object({ id: z.uuid(), name: z.string() }),
  importedAt: z.string(),
  /** Why it was refused; it stays beside what a person decided. */
  problem: ProblemView.nullable(),
  overridden: z.object({ by: z.string().nullable(), at: z.string(), reason: z.string() }).nullable(),
});
export type StatementView = z.infer<typeof StatementView>;

export const BankLineView = z.object({
  id: z.uuid(),
  statementId: z.uuid(),
  account: AccountOfLine,
  /** The batch line that it is a part of. */
  parentId: z.uuid().nullable(),
  /** Of a batch line: how many parts it has. */
  parts: z.number().int(),
  bookedOn: z.iso.date(),
  valueOn: z.iso.date().nullable(),
  /** Signed: money in is positive. */
  amount: MoneyView,
  remaining: MoneyView,
  /** Refused: of a statement that was, read from its file and stored nowhere; its id is of no use. */
  state: z.enum([...BANK_LINE_STATES, 'refused']),
  counterparty: z.string().nullable(),
  iban: z.string().nullable(),
  bic: z.string().nullable(),
  ultimateParty: z.string().nullable(),
  structuredReference: z.string().nullable(),
  text: z.string(),
  endToEndId: z.string().nullable(),
  bankReference: z.string().nullable(),
  mandate: z.string().nullable(),
  code: z.string().nullable(),
  reversal: z.boolean(),
  /** The bank's code, 'AC04'; in words as the screens' texts say it (`bankReturn.AC04`). */
  returnReason: z.string().nullable(),
});
export type BankLineView = z.infer<typeof BankLineView>;

const OneFile = InCompany.extend({ bankFileId: z.uuid() });
const OneStatement = InCompany.extend({ statementId: z.uuid() });
const OneAccount = InCompany.extend({ accountId: z.uuid() });
const Paged = InCompany.extend(PageInput.shape);
const Flag = z.enum(['true', 'false']);

/** Files are uploaded by `POST /bank-files/bytes?name=…&profile=…`, their bytes as the body; the answer is a BankFileView. */
export const bankStatements = {
  listAccounts: companyRoute('GET', '/bank-accounts', 'reader')
    .input(InCompany)
    .output(
      z.object({
        accounts: z.array(BankAccountView),
        /** The company's own IBAN where no followed account carries it: letters ask to pay to an account nobody reads. */
        unreadIban: z.string().nullable(),
      }),
    ),
  changeAccount: companyRoute('PUT', '/bank-accounts/{accountId}', 'clerk')
    .input(
      OneAccount.extend({
        name: z.string().trim().min(1).max(80).optional(),
        followed: z.boolean().optional(),
      }),
    )
    .output(BankAccountView)
    .errors(refusals('bank_account_unknown')),
  listGaps: companyRoute('GET', '/bank-accounts/{accountId}/gaps', 'reader')
    .input(OneAccount)
    .output(z.array(BankGapView))
    .errors(refusals('bank_account_unknown')),
  listFiles: companyRoute('GET', '/bank-files', 'reader').input(Paged).output(pageOf(BankFileView)),
  showFile: companyRoute('GET', '/bank-files/{bankFileId}', 'reader')
    .input(OneFile)
    .output(BankFileView)
    .errors(refusals('bank_file_not_found')),
  cancelFile: companyRoute('POST', '/bank-files/{bankFileId}/cancellation', 'clerk')
    .input(OneFile)
    .output(BankFileView)
    .errors(refusals('bank_file_not_found', 'bank_file_not_open')),
  /** Reads a file again that was refused, stopped or failed: a CSV with the profile that was made for it. */
  readAgain: companyRoute('POST', '/bank-files/{bankFileId}/readings', 'clerk')
    .input(OneFile.extend({ profile: z.string().max(60).nullable().default(null) }))
    .output(BankFileView)
    .errors(refusals('bank_file_not_found', 'bank_file_in_already', 'bank_profile_unknown')),
  /** What taking a file back would undo, and what is in the way: nothing is changed. */
  showUndo: companyRoute('GET', '/bank-files/{bankFileId}/undoing', 'reader')
    .input(OneFile)
    .output(BankFileUndoView)
    .errors(refusals('bank_file_not_found', 'bank_file_undo_closed', 'bank_file_undo_untraced')),
  /** Takes a file back whole, with what Rappel settled by itself: everything stands as before it. */
  undoFile: companyRoute('POST', '/bank-files/{bankFileId}/undoing', 'clerk')
    .input(OneFile)
    .output(BankFileView)
    .errors(
      refusals(
        'bank_file_not_found',
        'bank_file_undo_closed',
        'bank_file_undo_untraced',
        'bank_file_undo_blocked',
        'settlement_unknown',
        'settlement_undo_blocked',
        'settlement_has_later',
      ),
    ),
  /** How a CSV is understood with a profile; nothing is kept. */
  showTable: companyRoute('POST', '/bank-files/{bankFileId}/table', 'clerk')
    .input(OneFile.extend({ profile: BankCsvProfileView }))
    .output(BankCsvTable)
    .errors(
      refusals(
        'bank_file_not_found',
        'bank_profile_unreadable',
        'bank_file_unknown',
        'encoding_unreadable',
        'quote_unclosed',
      ),
    ),
  listProfiles: companyRoute('GET', '/bank-csv-profiles', 'reader')
    .input(InCompany)
    .output(z.array(SavedProfile)),
  saveProfile: companyRoute('PUT', '/bank-csv-profiles/{name}', 'clerk')
    .input(InCompany.extend({ name: z.string().trim().min(1).max(60), profile: BankCsvProfileView }))
    .output(SavedProfile)
    .errors(refusals('bank_profile_unreadable')),
  removeProfile: companyRoute('DELETE', '/bank-csv-profiles/{name}', 'clerk')
    .input(InCompany.extend({ name: z.string().max(60) }))
    .output(z.object({ name: z.string() })),
  listStatements: companyRoute('GET', '/bank-statements', 'reader')
    .input(
      Paged.extend({
        account: z.uuid().optional(),
        file: z.uuid().optional(),
        state: z.enum(STATEMENT_STATES).optional(),
      }),
    )
    .output(pageOf(StatementView)),
  showStatement: companyRoute('GET', '/bank-statements/{statementId}', 'reader')
    .input(OneStatement)
    .output(StatementView)
    .errors(refusals('statement_unknown')),
  /** Takes a refused statement in against its own sums; who did so and why stays on record. */
  overrideStatement: companyRoute('POST', '/bank-statements/{statementId}/override', 'clerk')
    .input(OneStatement.extend({ reason: z.string().trim().min(3).max(500) }))
    .output(StatementView)
    .errors(refusals('statement_unknown', 'statement_not_refused', 'bank_file_unreadable_now')),
  listLines: companyRoute('GET', '/bank-lines', 'reader')
    .input(
      Paged.extend({
        account: z.uuid().optional(),
        statement: z.uuid().optional(),
        /** The parts of a batch line. */
        parent: z.uuid().optional(),
        state: z.enum(BANK_LINE_STATES).optional(),
        direction: z.enum(['in', 'out']).optional(),
        /** Only what came back from a bank. */
        returned: Flag.optional(),
        /** In the counterparty, its account, the references and the text. */
        search: z.string().trim().max(80).optional(),
        from: z.iso.date().optional(),
        until: z.iso.date().optional(),
      }),
    )
    .output(pageOf(BankLineView)),
  showInbox: companyRoute('GET', '/bank-inbox', 'reader').input(InCompany).output(InboxView),
};
