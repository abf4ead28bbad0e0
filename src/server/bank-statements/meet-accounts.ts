import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import type { StagedStatement } from './stage-file.ts';

export type MetAccount = {
  readonly id: string;
  readonly number: string;
  readonly currency: Currency;
  readonly isNew: boolean;
};

/** The accounts of the statements, by number and currency; one that was never met is opened. */
export async function meetAccounts(
  trx: Trx,
  { companyId, clock }: CompanyTools,
  statements: readonly StagedStatement[],
): Promise<(statement: Pick<StagedStatement, 'account' | 'currency'>) => MetAccount> {
  const known = await trx
    .selectFrom('bankAccount')
    .select(['id', 'number', 'currency'])
    .where('companyId', '=', companyId)
    .execute();
  const met = new Map<string, MetAccount>(
    known.map((account) => [keyOf(account.number, account.currency), { ...account, isNew: false }]),
  );
  const added = [];
  for (const { account: number, currency, holder } of statements) {
    const key = keyOf(number, currency);
    if (met.has(key)) continue;
    met.set(key, { id: newId(), number, currency, isNew: true });
    const { id } = met.get(key) as MetAccount;
    added.push({ companyId, id, number, currency, name: nameOf(number), holder, createdAt: clock.now() });
  }
  if (added.length > 0) {
    await trx
      .insertInto('bankAccount')
      .values(added.map((row) => ({ ...row, bookedUntilOn: null })))
      .execute();
  }
  return ({ account, currency }) => {
    const found = met.get(keyOf(account, currency));
    if (!found) throw new Error('an account was not met');
    return found;
  };
}

/** Until a person names it: its number in groups of four, as it stands on paper. */
export function nameOf(number: string): string {
  return /^[A-Z]{2}\d{2}/.test(number) ? number.replace(/(.{4})(?=.)/g, '$1 ') : number;
}

function keyOf(number: string, currency: Currency): string {
  return `${number} ${currency}`;
}
