import type { BankLineView } from '#contract/bank-statements.ts';
import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankLine } from '#core/bank/bank-reading.ts';
import { isCurrency } from '#core/money/currencies.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findBankFile, findStart, readFileBytes } from './file-queries.ts';
import { CSV_START, csvReaderFor } from './keep-profile.ts';
import { type FoundStatement, findStatement } from './statement-queries.ts';

type Page = { readonly page: number; readonly perPage: number };
type Lines = { rows: BankLineView[]; total: number };

/**
 * The lines of a statement that was refused, read from its file again: whoever decides to take it in sees what that would
 * be. Nothing of them is stored. Null where the statement is none that was refused.
 */
export async function readRefusedLines(
  tools: CompanyTools,
  statementId: string,
  page: Page,
): Promise<Lines | null> {
  const { companyId } = tools;
  const found = await inCompany(tools, async (trx) => {
    const statement = await findStatement(trx, companyId, statementId);
    if (statement?.state !== 'refused') return null;
    const file = await findBankFile(trx, statement.bankFileId);
    if (!file) throw new Error('a statement without its file');
    const start = () => findStart(trx, file.fileId, CSV_START);
    return {
      statement,
      file,
      otherwise: await csvReaderFor(trx, companyId, { profile: file.profile, start }),
    };
  });
  if (!found) return null;
  const { statement, file, otherwise } = found;
  const bytes = readFileBytes((work) => inCompany(tools, work), file.fileId);
  let position = -1;
  const lines: Lines = { rows: [], total: 0 };
  for await (const { parts } of openBankFile(bytes, file.fileName, { otherwise })) {
    for await (const portion of parts) {
      for (const part of portion) {
        if (part.part === 'opening') position += 1;
        if (part.part === 'line' && position === statement.position) addTo(lines, part.line, statement, page);
      }
      if (position > statement.position) return lines;
    }
  }
  return lines;
}

function addTo(lines: Lines, line: BankLine, statement: FoundStatement, { page, perPage }: Page): void {
  const from = (page - 1) * perPage;
  if (lines.total >= from && lines.total < from + perPage) lines.rows.push(viewOf(line, statement));
  lines.total += 1;
}

function viewOf(
  line: BankLine,
  { id, accountId, accountNumber, accountName, currency: own }: FoundStatement,
): BankLineView {
  const currency = isCurrency(line.currency) ? line.currency : own;
  const amount = { amount: fineToDecimal(line.amount, currency), currency };
  const { counterparty, iban, bic, ultimateParty, structuredReference, text } = line;
  const { endToEndId, bankReference, mandate, code, reversal, returnReason } = line;
  return {
    // Of no row: it is gone with the page that shows it.
    id: newId(),
    statementId: id,
    account: { id: accountId, number: accountNumber, name: accountName, currency: own },
    parentId: null,
    parts: line.details.length,
    bookedOn: line.bookedOn,
    valueOn: line.valueOn,
    amount,
    remaining: { amount: fineToDecimal(0n, currency), currency },
    state: 'refused',
    ...{ counterparty, iban, bic, ultimateParty, structuredReference, text },
    ...{ endToEndId, bankReference, mandate, code, reversal, returnReason },
  };
}
