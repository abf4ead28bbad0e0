import type { BankAccountView, BankGapView } from '#contract/bank-statements.ts';
import { findGaps, type StatementGap } from '#core/bank/gaps.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type AccountRow, listAccounts, listStatementHeads } from './account-queries.ts';
import { daysSince } from './bank-freshness.ts';

/** Every account with its freshness and its gaps; and the IBAN that letters name and no statement comes for. */
export function showAccounts(
  tools: CompanyTools,
): Promise<{ accounts: BankAccountView[]; unreadIban: string | null }> {
  return inCompany(tools, async (trx) => {
    const rows = await listAccounts(trx, tools.companyId);
    const { accounts, iban } = await viewsOf(trx, tools, rows);
    const isRead = accounts.some(({ followed, isCompanyIban }) => followed && isCompanyIban);
    return { accounts, unreadIban: accounts.length === 0 || isRead ? null : iban };
  });
}

/** One account. @throws Refusal bank_account_unknown */
export function showAccount(tools: CompanyTools, accountId: string): Promise<BankAccountView> {
  return inCompany(tools, async (trx) => {
    const rows = await listAccounts(trx, tools.companyId, accountId);
    const [view] = (await viewsOf(trx, tools, rows)).accounts;
    return view ?? refuse('bank_account_unknown', {});
  });
}

/** Where statements of an account are missing or do not meet, the newest first. @throws Refusal bank_account_unknown */
export function showGaps(tools: CompanyTools, accountId: string): Promise<BankGapView[]> {
  return inCompany(tools, async (trx) => {
    const [account] = await listAccounts(trx, tools.companyId, accountId);
    if (!account) return refuse('bank_account_unknown', {});
    const { timeZone } = await findCompany(trx, tools.companyId);
    const since = sinceWhen(tools.clock.today(timeZone));
    const gaps = (await gapsByAccount(trx, tools.companyId, since, accountId)).get(accountId) ?? [];
    return gaps.map((gap) => gapView(gap, account.currency)).reverse();
  });
}

const GAP_DAYS = 400;

function sinceWhen(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.subtract({ days: GAP_DAYS });
}

async function viewsOf(trx: Trx, { companyId, clock }: CompanyTools, rows: readonly AccountRow[]) {
  const { country, timeZone, iban: written } = await findCompany(trx, companyId);
  const today = clock.today(timeZone);
  const iban = written?.replaceAll(' ', '').toUpperCase() || null;
  const gaps = await gapsByAccount(trx, companyId, sinceWhen(today));
  const accounts = rows.map(({ bookedUntilOn, toldAt, createdAt: _, closingMinor, ...row }) => ({
    ...row,
    balance: closingMinor === null ? null : balanceView(closingMinor, row.currency),
    bookedUntilOn: bookedUntilOn?.toString() ?? null,
    daysBehind: bookedUntilOn && daysSince(bookedUntilOn, today, country),
    toldAt: toldAt?.toString() ?? null,
    isCompanyIban: row.number === iban,
    gaps: gaps.get(row.id)?.length ?? 0,
  }));
  return { accounts, iban };
}

function balanceView(minor: bigint, currency: Currency) {
  return { amount: toDecimal(money(minor, currency)), currency };
}

async function gapsByAccount(trx: Trx, companyId: string, since: Temporal.PlainDate, accountId?: string) {
  const heads = await listStatementHeads(trx, companyId, { since, accountId });
  const byAccount = Map.groupBy(heads, (head) => head.accountId);
  return new Map(
    [...byAccount].map(([id, statements]) => [
      id,
      findGaps(
        statements.map(({ openedOn, closedOn, openingMinor, closingMinor, ...head }) => ({
          ...head,
          openedOn: openedOn?.toString() ?? null,
          closedOn: closedOn?.toString() ?? null,
          opening: openingMinor,
          closing: closingMinor,
        })),
      ),
    ]),
  );
}

function gapView({ before, after, missing, isApart }: StatementGap, currency: Currency): BankGapView {
  const amount = (minor: bigint | null) =>
    isApart && minor !== null ? { amount: toDecimal(money(minor, currency)), currency } : null;
  return {
    kind: missing ? 'number' : 'balance',
    before: { id: before.id, number: before.number, closedOn: before.closedOn },
    after: { id: after.id, number: after.number, openedOn: after.openedOn },
    missing,
    expected: amount(before.closing),
    found: amount(after.opening),
  };
}
