import { sql } from 'kysely';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { explainItems } from '#core/dunning/explain.ts';
import { ownItems } from '#core/dunning/facts.ts';
import { byAge } from '#core/dunning/netting.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type DebtorOnDay, readDebtorOn } from './debtor-on-day.ts';
import { explanationView, type PolicyNames } from './explanation-view.ts';
import { listRunAnswers } from './run-answers.ts';

type Day = { readonly on?: string | undefined };
type OfDebtor = Day & { readonly debtor: string; readonly page: number; readonly perPage: number };

/** Each open item of a debtor on a day: what comes next, every gate that is closed, and what would open it. */
export async function explainDebtor(tools: CompanyTools, { debtor: id, on, page, perPage }: OfDebtor) {
  const { debtor, policies } = await inCompany(tools, async (trx) => ({
    debtor: (await findDebtorName(trx, id)) ?? refuse('debtor_unknown', { debtor: id }),
    policies: await listPolicyNames(trx),
  }));
  const found = await readDebtorOn(tools, { debtorId: id, on });
  const own = found.debtor ? ownItems(found.debtor, id) : [];
  const claims = own.filter(({ open }) => open > 0n).toSorted(byAge);
  const shown = claims.slice((page - 1) * perPage, page * perPage);
  const rows = found.debtor
    ? explainItems(found.debtor, found.terms, { items: shown, runDays: found.runDays })
    : [];
  return {
    ...dayOf(found),
    debtor,
    rows: rows.map((row) => explanationView(row, policies)),
    total: claims.length,
  };
}

/** One item on a day, and what the runs that took place did with it. A settled one is told as it stands. */
export async function explainItem(tools: CompanyTools, { item: id, on }: Day & { item: string }) {
  const known = await inCompany(tools, async (trx) => {
    const item = (await findItemFacts(trx, id)) ?? refuse('open_item_unknown', { item: id });
    const runs = await listRunAnswers(trx, tools.companyId, { itemId: id, debtorId: item.debtor.id });
    return { item, runs, policies: await listPolicyNames(trx) };
  });
  const { item, runs, policies } = known;
  const found = await readDebtorOn(tools, { debtorId: item.debtor.id, on });
  const open = found.debtor?.items.find((one) => one.id === id);
  const [explained] =
    found.debtor && open
      ? explainItems(found.debtor, found.terms, { items: [open], runDays: found.runDays })
      : [];
  const answer = explained ? explanationView(explained, policies) : settledView(item);
  return { ...dayOf(found), ...answer, debtor: item.debtor, runs };
}

function dayOf({ on, basis }: DebtorOnDay) {
  return { on: isoDay(on), basis };
}

type FoundItem = NonNullable<Awaited<ReturnType<typeof findItemFacts>>>;

/** Nothing was open of it: there is nothing to ask, and nothing to explain. */
function settledView({ id, number, dueOn, currency, level }: FoundItem) {
  const open = { amount: toDecimal(money(0n, currency)), currency };
  const nothing = { policy: null, next: null, proposed: null, expected: null, gates: [], changes: [] };
  return { dueItemId: id, documentNumber: number, dueOn, open, level, ...nothing };
}

async function findItemFacts(trx: Trx, id: string) {
  const { rows } = await sql<{
    id: string;
    number: string;
    dueOn: string;
    currency: Currency;
    level: number;
    debtorId: string;
    debtorNumber: string;
    debtorName: string;
  }>`
    select i.id, doc.number, i.due_on::text as due_on, i.currency, i.level, d.id as debtor_id, d.number as debtor_number,
      d.name as debtor_name
    from due_item i
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
    where i.id = ${id}`.execute(trx);
  const [row] = rows;
  if (!row) return undefined;
  const { debtorId, debtorNumber, debtorName, ...item } = row;
  return { ...item, debtor: { id: debtorId, number: debtorNumber, name: debtorName } };
}

export function findDebtorName(trx: Trx, id: string) {
  return trx.selectFrom('debtor').select(['id', 'number', 'name']).where('id', '=', id).executeTakeFirst();
}

async function listPolicyNames(trx: Trx): Promise<PolicyNames> {
  const rows = await trx.selectFrom('dunningPolicy').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
