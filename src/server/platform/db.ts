import { CamelCasePlugin, CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { ApiKeyTable } from '#server/api-keys/tables.ts';
import type { AutomaticRunTable, RunScheduleTable } from '#server/automatic-runs/tables.ts';
import type { BackupRunTable, RestoredJobTable } from '#server/backups/tables.ts';
import type {
  BankAccountTable,
  BankCsvProfileTable,
  BankFileTable,
  BankFileTraceTable,
  BankInboxFileTable,
  BankInboxTable,
  BankLineBeforeTable,
  BankLineTable,
  BankStatementTable,
} from '#server/bank-statements/tables.ts';
import type { ClaimActTable, ClaimPolicyTable, ClaimTable } from '#server/claims/tables.ts';
import type { CompanyTable, MembershipTable, SentFolderTable } from '#server/companies/tables.ts';
import type { DebtorContactTable, DebtorGroupTable, DebtorTable, HoldTable } from '#server/debtors/tables.ts';
import type { DisputeTable } from '#server/disputes/tables.ts';
import type { ProposalTable, RunLeftOutTable, RunTable } from '#server/dunning-runs/tables.ts';
import type { FileTable } from '#server/files/tables.ts';
import type {
  CaughtMailTable,
  DispatchLookTable,
  DispatchTable,
  NoticeLineTable,
  NoticeTable,
  WorkerLeaseTable,
} from '#server/notices/tables.ts';
import type {
  DocumentTable,
  DueItemTable,
  ImportBeforeTable,
  ImportMappingTable,
  ImportTable,
  ImportTraceTable,
} from '#server/open-items/tables.ts';
import type {
  ContactErasureTable,
  ErasureListTable,
  ErasureTable,
  RetentionTermTable,
} from '#server/personal-data/tables.ts';
import type { DunningPolicyTable, DunningPolicyVersionTable } from '#server/policies/tables.ts';
import type { MailboxTurnTable } from '#server/processes/tables.ts';
import type { PromiseItemTable, PromisePaymentTable, PromiseTable } from '#server/promises/tables.ts';
import type { GivenRateTable, RateChangeTable } from '#server/rates/tables.ts';
import type { CounterBreachTable, NoticeOutcomeTable, RunOutcomeTable } from '#server/run-outcomes/tables.ts';
import type { SecurityEventTable } from '#server/security-log/tables.ts';
import type { SelfAuditTable } from '#server/self-audit/tables.ts';
import type {
  InstallationOwnerTable,
  InstallationPlaceTable,
  InstallationTable,
  SendFenceTable,
} from '#server/send-stops/tables.ts';
import type { ContactTable, SendingDayTable, SendingLimitTable } from '#server/sending-limits/tables.ts';
import type {
  DebtorIbanTable,
  LedgerDifferenceTable,
  LineMatchTable,
  MatchingRuleTable,
  SettlementPartTable,
  SettlementPolicyTable,
  SettlementTable,
} from '#server/settlements/tables.ts';
import type { MailWatchTable, SilenceNoticeTable } from '#server/silence/tables.ts';
import type {
  AcceptanceTable,
  CollectorReportTable,
  HandOverTable,
  ItemStepTable,
} from '#server/steps/tables.ts';
import type { StoredAnswerTable } from '#server/stored-answers/tables.ts';
import type { TaskTable } from '#server/tasks/tables.ts';
import type { GeneralTermsTable } from '#server/terms/tables.ts';
import type { LetterLayoutTable, NoticeTextTable } from '#server/texts/tables.ts';
import type {
  HeadMailTable,
  TimelineEntryTable,
  TimelineHeadTable,
  TimelineLinkTable,
  TimelineWitnessTable,
} from '#server/timeline/tables.ts';
import type {
  AppUserTable,
  InvitationTable,
  SignInAttemptTable,
  SignInLinkTable,
  SignInStepTable,
  UserCredentialTable,
  UserPasskeyTable,
  UserRecoveryCodeTable,
  UserSessionTable,
  UserTotpTable,
  UserVerificationTable,
} from '#server/users/tables.ts';
import type { WhatIfTable } from '#server/what-ifs/tables.ts';

/** Every table by its name in the queries. Each row type stands in its subject's tables.ts. */
export type Database = {
  appUser: AppUserTable;
  userSession: UserSessionTable;
  userCredential: UserCredentialTable;
  userVerification: UserVerificationTable;
  signInLink: SignInLinkTable;
  invitation: InvitationTable;
  signInAttempt: SignInAttemptTable;
  signInStep: SignInStepTable;
  userTotp: UserTotpTable;
  userRecoveryCode: UserRecoveryCodeTable;
  userPasskey: UserPasskeyTable;
  securityEvent: SecurityEventTable;
  apiKey: ApiKeyTable;
  company: CompanyTable;
  membership: MembershipTable;
  sentFolder: SentFolderTable;
  file: FileTable;
  letterLayout: LetterLayoutTable;
  noticeText: NoticeTextTable;
  debtorGroup: DebtorGroupTable;
  debtor: DebtorTable;
  debtorContact: DebtorContactTable;
  hold: HoldTable;
  dispute: DisputeTable;
  promise: PromiseTable;
  promiseItem: PromiseItemTable;
  promisePayment: PromisePaymentTable;
  document: DocumentTable;
  dueItem: DueItemTable;
  import: ImportTable;
  importBefore: ImportBeforeTable;
  importMapping: ImportMappingTable;
  importTrace: ImportTraceTable;
  timelineEntry: TimelineEntryTable;
  timelineLink: TimelineLinkTable;
  timelineHead: TimelineHeadTable;
  timelineWitness: TimelineWitnessTable;
  headMail: HeadMailTable;
  erasure: ErasureTable;
  contactErasure: ContactErasureTable;
  erasureList: ErasureListTable;
  retentionTerm: RetentionTermTable;
  selfAudit: SelfAuditTable;
  dunningPolicy: DunningPolicyTable;
  dunningPolicyVersion: DunningPolicyVersionTable;
  run: RunTable;
  proposal: ProposalTable;
  runLeftOut: RunLeftOutTable;
  runSchedule: RunScheduleTable;
  automaticRun: AutomaticRunTable;
  runOutcome: RunOutcomeTable;
  noticeOutcome: NoticeOutcomeTable;
  counterBreach: CounterBreachTable;
  sendingLimit: SendingLimitTable;
  contact: ContactTable;
  sendingDay: SendingDayTable;
  mailWatch: MailWatchTable;
  silenceNotice: SilenceNoticeTable;
  storedAnswer: StoredAnswerTable;
  notice: NoticeTable;
  noticeLine: NoticeLineTable;
  dispatch: DispatchTable;
  dispatchLook: DispatchLookTable;
  workerLease: WorkerLeaseTable;
  mailboxTurn: MailboxTurnTable;
  caughtMail: CaughtMailTable;
  task: TaskTable;
  itemStep: ItemStepTable;
  handOver: HandOverTable;
  collectorReport: CollectorReportTable;
  acceptance: AcceptanceTable;
  generalTerms: GeneralTermsTable;
  settlementPolicy: SettlementPolicyTable;
  lineMatch: LineMatchTable;
  matchingRule: MatchingRuleTable;
  settlement: SettlementTable;
  settlementPart: SettlementPartTable;
  debtorIban: DebtorIbanTable;
  ledgerDifference: LedgerDifferenceTable;
  bankAccount: BankAccountTable;
  bankFile: BankFileTable;
  bankStatement: BankStatementTable;
  bankLine: BankLineTable;
  bankCsvProfile: BankCsvProfileTable;
  bankFileTrace: BankFileTraceTable;
  bankInbox: BankInboxTable;
  bankInboxFile: BankInboxFileTable;
  bankLineBefore: BankLineBeforeTable;
  whatIf: WhatIfTable;
  claim: ClaimTable;
  claimAct: ClaimActTable;
  claimPolicy: ClaimPolicyTable;
  rateChange: RateChangeTable;
  givenRate: GivenRateTable;
  installation: InstallationTable;
  installationPlace: InstallationPlaceTable;
  installationOwner: InstallationOwnerTable;
  sendFence: SendFenceTable;
  backupRun: BackupRunTable;
  restoredJob: RestoredJobTable;
};
export type Db = Kysely<Database>;
/** A function that asks for a Trx can only be called inside a transaction. */
export type Trx = Transaction<Database>;

const { INT8, DATE, TIMESTAMPTZ } = pg.types.builtins;
pg.types.setTypeParser(INT8, BigInt);
pg.types.setTypeParser(DATE, (text) => Temporal.PlainDate.from(text));
pg.types.setTypeParser(TIMESTAMPTZ, (text) => Temporal.Instant.from(text.replace(' ', 'T')));

// Without these, pg sends a Temporal value as JSON: with quotes around it.
Object.assign(Temporal.PlainDate.prototype, {
  toPostgres(this: Temporal.PlainDate) {
    return this.toString();
  },
});
Object.assign(Temporal.Instant.prototype, {
  toPostgres(this: Temporal.Instant) {
    return this.toString();
  },
});

/** Who waits for a connection as long as this is told so: all of them wait for each other, or for a database that is gone. */
const CONNECTION_SECONDS = 60;

export function openPool(config: pg.PoolConfig): pg.Pool {
  const connectionTimeoutMillis = CONNECTION_SECONDS * 1000;
  return new pg.Pool({ max: 10, options: '-c timezone=UTC', connectionTimeoutMillis, ...config });
}

/** The roles a connection may stand in from its start: at the door of the companies, or where all are one. */
export type StandingRole = 'rappel_entry' | 'rappel_admin';

/** The same address, with a role taken on at once; `reset role` leads back to it, not to whoever logged in. */
export function addressAs(url: string, role: StandingRole): string {
  const address = new URL(url);
  address.searchParams.set('options', `-c timezone=UTC -c role=${role}`);
  return address.href;
}

const pools = new WeakMap<Db, pg.Pool>();

export function openDb(pool: pg.Pool): Db {
  const db: Db = new Kysely({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  pools.set(db, pool);
  return db;
}

/** The pool beneath a Db that openDb made: for bulk.ts, which needs the bare connection for COPY. */
export function poolOf(db: Db): pg.Pool {
  const pool = pools.get(db);
  if (!pool) throw new TypeError('poolOf: not a Db made by openDb');
  return pool;
}

/** Longer than a person waits, and short enough that a hundred such requests do not hold every connection for long. */
export const REQUEST_SECONDS = 15;

/** What narrows a transaction beyond its company. */
export type Confinement = {
  /** No statement of it takes longer: a request does not hold a connection for minutes. */
  readonly statementSeconds?: number;
  /** A member from outside, who sees what was handed over to them and nothing else. */
  readonly collector?: string;
};
export type Entrance = { readonly db: Db; readonly companyId: string; readonly confined?: Confinement };

/**
 * The one door to a company's rows: a transaction under a role that cannot bypass row security, with the company set.
 * Outside of it nothing of any company is seen.
 */
export function inCompany<T>(
  { db, companyId, confined }: Entrance,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await enterRows(trx, companyId, confined);
    return work(trx);
  });
}

/** For the transaction that makes a company, and can only enter it once it is there. */
export async function enterRows(trx: Trx, companyId: string, confined?: Confinement): Promise<void> {
  await trx.executeQuery(CompiledQuery.raw(ENTER, entering(companyId, confined)));
}

/** The statement that enters a company, for a bare connection inside a transaction; its values by `entering`. */
export const ENTER = `select set_config('role', $1, true), set_config('rappel.company', $2, true),
  set_config('rappel.collector', $3, true), set_config('statement_timeout', $4, true)`;

export function entering(companyId: string, { collector, statementSeconds = 0 }: Confinement = {}): string[] {
  const role = collector === undefined ? 'rappel_app' : 'rappel_collector';
  return [role, companyId, collector ?? '', `${statementSeconds}s`];
}
