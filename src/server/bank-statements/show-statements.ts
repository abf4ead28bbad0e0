import type { BankLineView, StatementView } from '#contract/bank-statements.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { listUserNames } from '#server/dunning-runs/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { readRefusedLines } from './read-refused-lines.ts';
import {
  type FoundLine,
  type FoundStatement,
  findStatement,
  type LineFilter,
  listLines,
  listStatements,
  type StatementFilter,
} from './statement-queries.ts';

/** @throws Refusal statement_unknown */
export async function showStatement(tools: CompanyTools, statementId: string): Promise<StatementView> {
  const found = await inCompany(tools, (trx) => findStatement(trx, tools.companyId, statementId));
  const [view] = await viewsOf(tools, found ? [found] : []);
  return view ?? refuse('statement_unknown', {});
}

/** The newest first. */
export async function showStatements(
  tools: CompanyTools,
  filter: StatementFilter,
): Promise<{ rows: StatementView[]; total: number }> {
  const { rows, total } = await inCompany(tools, (trx) => listStatements(trx, tools.companyId, filter));
  return { rows: await viewsOf(tools, rows), total };
}

export async function showLines(
  tools: CompanyTools,
  filter: LineFilter,
): Promise<{ rows: BankLineView[]; total: number }> {
  const refused = filter.statement && (await readRefusedLines(tools, filter.statement, filter));
  if (refused) return refused;
  const { rows, total } = await inCompany(tools, (trx) => listLines(trx, tools.companyId, filter));
  return { rows: rows.map(lineView), total };
}

async function viewsOf({ db }: CompanyTools, rows: readonly FoundStatement[]): Promise<StatementView[]> {
  const names = await listUserNames(
    db,
    rows.map(({ overriddenBy }) => overriddenBy),
  );
  return rows.map((row) => ({
    id: row.id,
    account: {
      id: row.accountId,
      number: row.accountNumber,
      name: row.accountName,
      currency: row.currency,
    },
    format: row.format,
    number: row.number,
    openedOn: row.openedOn?.toString() ?? null,
    opening: amountOf(row.openingMinor, row.currency),
    closedOn: row.closedOn?.toString() ?? null,
    closing: amountOf(row.closingMinor, row.currency),
    state: row.state,
    lines: row.lineCount,
    added: row.addedCount,
    openLines: row.openLines,
    file: { id: row.bankFileId, name: row.entry ?? row.fileName },
    importedAt: row.createdAt.toString(),
    problem: row.problem,
    overridden: overridingOf(row, names),
  }));
}

function overridingOf(row: FoundStatement, names: ReadonlyMap<string, string>): StatementView['overridden'] {
  const { overriddenAt, overriddenBy, overrideReason } = row;
  if (!overriddenAt) return null;
  const by = overriddenBy && (names.get(overriddenBy) ?? overriddenBy);
  return { by, at: overriddenAt.toString(), reason: overrideReason ?? '' };
}

function amountOf(minor: bigint | null, currency: Currency) {
  return minor === null ? null : { amount: toDecimal(money(minor, currency)), currency };
}

function lineView(row: FoundLine): BankLineView {
  const { counterparty, iban, bic, ultimateParty, structuredReference, text } = row;
  const { endToEndId, bankReference, mandate, code, reversal, returnReason } = row;
  return {
    id: row.id,
    statementId: row.statementId,
    account: {
      id: row.accountId,
      number: row.accountNumber,
      name: row.accountName,
      currency: row.accountCurrency,
    },
    parentId: row.parentId,
    parts: row.parts,
    bookedOn: row.bookedOn.toString(),
    valueOn: row.valueOn?.toString() ?? null,
    amount: { amount: toDecimal(money(row.amountMinor, row.currency)), currency: row.currency },
    remaining: { amount: toDecimal(money(row.remainingMinor, row.currency)), currency: row.currency },
    state: row.state,
    ...{ counterparty, iban, bic, ultimateParty, structuredReference, text },
    ...{ endToEndId, bankReference, mandate, code, reversal, returnReason },
  };
}
