import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import {
  countDesk,
  countDeskLines,
  type DeskQuestion,
  type DeskRow,
  findDeskLines,
  listDebtorNames,
  listDeskItems,
  listDeskLines,
} from './desk-queries.ts';
import { listMatches } from './match-queries.ts';
import { findSettlementPolicy, listStanding } from './queries.ts';
import { type DeskLineView, lineView } from './views.ts';

type Asked = Omit<DeskQuestion, 'today'> & { readonly page: number; readonly perPage: number };

/** One page of the matching desk, each line with what is proposed for it, why, and what was decided. */
export function showDesk(tools: CompanyTools, { page, perPage, ...asked }: Asked) {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const question = { ...asked, today };
    const lines = await listDeskLines(trx, companyId, {
      ...question,
      offset: (page - 1) * perPage,
      limit: perPage,
    });
    const counts = await countDesk(trx, companyId, today);
    const isPlain = !asked.account && !asked.search && !asked.direction;
    const total = isPlain ? counts[asked.view] : await countDeskLines(trx, companyId, question);
    return { rows: await viewLines(trx, tools, lines, today), total, counts };
  });
}

export function showLine(tools: CompanyTools, { line }: { line: string }): Promise<DeskLineView> {
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const found = await findDeskLines(trx, tools.companyId, [line]);
    const [view] = await viewLines(trx, tools, found, today);
    return view ?? refuse('bank_line_unknown', { line });
  });
}

async function viewLines(
  trx: Trx,
  { companyId, db }: CompanyTools,
  lines: readonly DeskRow[],
  today: Temporal.PlainDate,
): Promise<DeskLineView[]> {
  const ids = lines.map(({ id }) => id);
  const matches = await listMatches(trx, companyId, ids);
  const standing = await listStanding(trx, companyId, ids);
  const itemIds = matches.flatMap(({ parts }) => parts.flatMap(({ dueItemId }) => dueItemId ?? []));
  const policy = await findSettlementPolicy(trx, companyId);
  const shown = {
    items: await listDeskItems(trx, companyId, itemIds),
    debtors: await listDebtorNames(
      trx,
      companyId,
      matches.map(({ debtorId }) => debtorId),
    ),
    users: await listUserNames(
      db,
      standing.map(({ madeBy }) => madeBy),
    ),
    smallDifferenceMax: policy.smallDifferenceMinor,
  };
  const matchesOf = Map.groupBy(matches, ({ lineId }) => lineId);
  const standingOf = Map.groupBy(standing, ({ lineId }) => lineId);
  return lines.map((line) =>
    lineView(line, matchesOf.get(line.id) ?? [], standingOf.get(line.id) ?? [], { shown, today }),
  );
}
