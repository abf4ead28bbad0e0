import { type EpochDay, epochDayOf, isoDay, plainDate } from '#core/calendar/epoch-days.ts';
import { asksForFirstNotice } from '#core/dunning/after-notices.ts';
import { debtorOn } from '#core/dunning/debtor-history.ts';
import type { DebtorFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { type RunDays, replayDebtor } from '#core/dunning/replay.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { debtorQuery } from '#server/dunning-runs/fact-queries.ts';
import { debtorFrom, readDebtors } from '#server/dunning-runs/read-facts.ts';
import { findRunTerms } from '#server/dunning-runs/run-terms.ts';
import { type Bulk, inCompanyBulk } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { readHistories } from './read-history.ts';
import { findRunDays } from './run-days.ts';

/** What an answer stands on: today's facts, those of a later day as the engine will make them, or those of an earlier one. */
export type Basis = 'now' | 'replayed' | 'history';

export type DebtorOnDay = {
  readonly on: EpochDay;
  readonly basis: Basis;
  /** Null where nothing was open. */
  readonly debtor: DebtorFacts | null;
  /** Of that day. */
  readonly terms: RunTerms;
  readonly runDays: RunDays;
};

const NO_OPTIONS = { minimumBalance: null, extraGraceDays: 0, level: null } as const;
/** How far ahead and back a day can be explained. */
const DAYS_MAX = 366;

type Asked = { readonly debtorId: string; readonly on?: string | undefined };

/** A debtor as a run of a day finds it, found it or will find it. @throws Refusal explanation_day_out_of_reach */
export function readDebtorOn(tools: CompanyTools, { debtorId, on: given }: Asked): Promise<DebtorOnDay> {
  return inCompanyBulk(tools, async (trx, bulk) => {
    const { timeZone, country } = await findCompany(trx, tools.companyId);
    const today = tools.clock.today(timeZone);
    const on = given === undefined ? epochDayOf(today) : dayInReach(given, epochDayOf(today));
    const terms = await findRunTerms(trx, tools.companyId, today, NO_OPTIONS);
    const runDays = await findRunDays(trx, { companyId: tools.companyId, country, year: today.year });
    const found = { on, terms: { ...terms, on }, runDays };
    if (on < terms.on) {
      const debtor = await readPast(trx, bulk, tools, { debtorId, on, terms, timeZone });
      return { ...found, basis: 'history', debtor };
    }
    const now = await findDebtor(trx, bulk, tools, debtorId);
    const debtor = now && on > terms.on ? replayedUntil(now, terms, { until: on - 1, runDays }) : now;
    return { ...found, basis: on > terms.on ? 'replayed' : 'now', debtor };
  });
}

function dayInReach(given: string, today: EpochDay): EpochDay {
  const on = epochDayOf(Temporal.PlainDate.from(given));
  if (Math.abs(on - today) <= DAYS_MAX) return on;
  const [from, until] = [isoDay(today - DAYS_MAX), isoDay(today + DAYS_MAX)];
  return refuse('explanation_day_out_of_reach', { on: plainDate(on).toString(), from, until });
}

async function findDebtor(
  trx: Trx,
  bulk: Bulk,
  tools: CompanyTools,
  debtorId: string,
): Promise<DebtorFacts | null> {
  for await (const [debtor] of readDebtors(trx, bulk, tools, { debtorId })) return debtor ?? null;
  return null;
}

function replayedUntil(
  now: DebtorFacts,
  terms: RunTerms,
  span: { until: EpochDay; runDays: RunDays },
): DebtorFacts {
  let debtor = now;
  for (const { after } of replayDebtor(now, terms, span)) debtor = after;
  return debtor;
}

async function readPast(
  trx: Trx,
  bulk: Bulk,
  { companyId }: CompanyTools,
  { debtorId, on, terms, timeZone }: { debtorId: string; on: EpochDay; terms: RunTerms; timeZone: string },
): Promise<DebtorFacts | null> {
  const known: DebtorFacts[] = [];
  for await (const rows of bulk.read(debtorQuery(companyId, { debtorId }))) {
    known.push(...rows.map((row) => debtorFrom(row, [], { holds: new Map(), waiting: new Map() })));
  }
  const { firstImportOn } = terms;
  const asked = { companyId, from: on, today: terms.on, timeZone, firstImportOn };
  const [history] = await readHistories(trx, known, asked);
  return history ? debtorOn(history, on, asksForFirstNotice(history.debtor, terms)) : null;
}
