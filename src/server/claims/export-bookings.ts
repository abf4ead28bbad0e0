import { money, toDecimal } from '#core/money/money.ts';
import { figure, writeCsv } from '#formats/csv/write-csv.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { viewPolicy } from './change-claim-policy.ts';
import { listClaims } from './queries.ts';

/** One line of the booking proposal: the debtor owes it (debit), and it is income (credit). Nothing is booked by itself. */
export type BookingLine = {
  /** For `claim book` and the API: marks it as booked. */
  readonly claim: string;
  readonly claimedOn: string;
  readonly notice: number;
  readonly debtor: string;
  readonly name: string;
  readonly document: string;
  readonly kind: string;
  readonly state: string;
  readonly currency: string;
  /** What the ledger is to show: what was asked, less what was waived or asked again by a later notice. */
  readonly amount: string;
  /** How much of it is paid already. */
  readonly paid: string;
  readonly from: string;
  readonly to: string;
  readonly debitAccount: string;
  readonly creditAccount: string;
};

/** What could be booked now: claims that stand, asked or paid, and were not booked yet. Oldest notice first. */
export function exportBookings(tools: CompanyTools): Promise<BookingLine[]> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const policy = await viewPolicy(trx, companyId);
    const claims = await listClaims(trx, companyId, { state: 'to_book' });
    const accounts = {
      interest: policy.interestAccount,
      compensation: policy.compensationAccount,
      fee: policy.feeAccount,
    };
    return claims.reverse().map((claim) => ({
      claim: claim.id,
      claimedOn: claim.claimedOn.toString(),
      notice: claim.noticeNumber,
      debtor: claim.debtorNumber,
      name: claim.debtorName,
      document: claim.documentNumber,
      kind: claim.kind,
      state: claim.state,
      currency: claim.currency,
      amount: toDecimal(money(claim.amountMinor - claim.waivedMinor - claim.carriedMinor, claim.currency)),
      paid: toDecimal(money(claim.paidMinor, claim.currency)),
      from: claim.fromOn?.toString() ?? '',
      to: claim.toOn?.toString() ?? '',
      debitAccount: policy.receivableAccount ?? '',
      creditAccount: accounts[claim.kind] ?? '',
    }));
  });
}

export const BOOKING_COLUMNS = [
  'claim',
  'claimedOn',
  'notice',
  'debtor',
  'name',
  'document',
  'kind',
  'state',
  'currency',
  'amount',
  'paid',
  'from',
  'to',
  'debitAccount',
  'creditAccount',
] as const satisfies readonly (keyof BookingLine)[];

/** The proposal for a spreadsheet or an accounting package: what it would take for a formula stays a text. */
export function printBookings(lines: readonly BookingLine[]): string {
  const rows = lines.map((line) =>
    BOOKING_COLUMNS.map((column) => (FIGURES.has(column) ? figure(line[column]) : String(line[column]))),
  );
  return writeCsv([BOOKING_COLUMNS, ...rows], { bom: true });
}

const FIGURES: ReadonlySet<string> = new Set(['amount', 'paid', 'notice']);
