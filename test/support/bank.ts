/**
 * Bank lines for tests that are not about reading files: one account with one statement, made when the first line is asked for.
 *
 *   const line = await addBankLine(company, { amount: '120.00', counterparty: 'Café Central', text: 'F1' });
 */
import type { Insertable } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import { parseMoney } from '#core/money/money.ts';
import type { BankLineTable } from '#server/bank-statements/tables.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

type GivenLine = Omit<Partial<Insertable<BankLineTable>>, 'bookedOn' | 'amountMinor' | 'remainingMinor'> & {
  /** Money in is positive. */
  readonly amount: string;
  readonly bookedOn?: string;
  readonly currency?: Currency;
};

/** A line that waits to be matched. @returns its id */
export async function addBankLine(
  company: CompanyTools,
  { amount, bookedOn = '2026-03-30', currency = 'EUR', ...given }: GivenLine,
): Promise<string> {
  const { companyId } = company;
  const amountMinor = parseMoney(amount, currency).minor;
  const id = newId();
  await inCompany(company, async (trx) => {
    const statement = await statementOf(company);
    await trx
      .insertInto('bankLine')
      .values({
        companyId,
        id,
        statementId: statement.id,
        accountId: statement.accountId,
        position: 1,
        bookedOn: Temporal.PlainDate.from(bookedOn),
        currency,
        amountMinor,
        remainingMinor: amountMinor,
        state: 'open',
        text: '',
        reversal: false,
        identity: newId(),
        ordinal: 1,
        ...given,
      })
      .execute();
  });
  return id;
}

const statements = new Map<string, Promise<{ id: string; accountId: string }>>();

function statementOf(company: CompanyTools): Promise<{ id: string; accountId: string }> {
  const known = statements.get(company.companyId);
  if (known) return known;
  const made = addStatement(company);
  statements.set(company.companyId, made);
  return made;
}

async function addStatement(company: CompanyTools): Promise<{ id: string; accountId: string }> {
  const { companyId, clock } = company;
  const [id, accountId, bankFileId, fileId] = [newId(), newId(), newId(), newId()];
  const at = clock.now();
  const sha256 = '0'.repeat(64);
  await inCompany(company, async (trx) => {
    const bytes = Buffer.from('-');
    const file = { companyId, id: fileId, name: 'test.cod', mediaType: 'text/plain', size: 1, sha256, bytes };
    await trx.insertInto('file').values(file).execute();
    const account = {
      companyId,
      id: accountId,
      number: 'BE68539007547034',
      currency: 'EUR' as const,
      name: 'KBC',
    };
    await trx
      .insertInto('bankAccount')
      .values({ ...account, createdAt: at })
      .execute();
    const bankFile = { companyId, id: bankFileId, fileId, fileName: 'test.cod', sha256, createdAt: at };
    await trx
      .insertInto('bankFile')
      .values({ ...bankFile, origin: 'upload', state: 'imported' })
      .execute();
    const statement = {
      companyId,
      id,
      accountId,
      bankFileId,
      row: 1,
      position: 1,
      format: 'coda' as const,
      digest: newId(),
    };
    await trx
      .insertInto('bankStatement')
      .values({ ...statement, state: 'booked', lineCount: 1, addedCount: 1, createdAt: at })
      .execute();
  });
  return { id, accountId };
}
