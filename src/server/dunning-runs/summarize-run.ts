import { sql } from 'kysely';
import type { RunSummary } from '#contract/dunning-run-views.ts';
import type { Because } from '#core/dunning/gates.ts';
import { isLetter, type StepKind } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { Channel, Language } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';

type Group = {
  state: 'proposed' | 'dropped' | 'issued';
  level: number | null;
  stepKind: StepKind;
  channel: Channel;
  /** Empty where the one is all. */
  channels: Channel[];
  currency: Currency;
  language: Language;
  notices: number;
  items: number;
  open: bigint;
  interest: bigint;
  fee: bigint;
  total: bigint;
};

/** Counts a run once, so that no screen does: everything is a sum over few groups of like proposals. */
export async function summarizeRun(
  trx: Trx,
  companyId: string,
  runId: string,
  known: Pick<RunSummary, 'lostEdits' | 'bankFreshness'>,
): Promise<RunSummary> {
  const groups = await listGroups(trx, companyId, runId);
  const kept = groups.filter(({ state }) => state !== 'dropped');
  return {
    debtors: await countDebtors(trx, companyId, runId),
    notices: sumOf(kept, 'notices'),
    items: sumOf(kept, 'items'),
    dropped: sumOf(groups, 'notices') - sumOf(kept, 'notices'),
    open: amountsOf(kept, 'open'),
    interest: amountsOf(kept, 'interest'),
    fee: amountsOf(kept, 'fee'),
    total: amountsOf(kept, 'total'),
    byLevel: tallies(kept, 'level').flatMap(([level, list]) =>
      tallies(list, 'stepKind').map(([stepKind, ofKind]) => ({
        stepKind,
        level,
        ...tally(ofKind),
        total: amountsOf(ofKind, 'total'),
      })),
    ),
    byChannel: tallies(kept.flatMap(waysOf), 'channel').map(([channel, list]) => ({
      channel,
      ...tally(list),
    })),
    byCurrency: tallies(kept, 'currency').map(([currency, list]) => ({
      currency,
      ...tally(list),
      total: amountsOf(list, 'total')[0]?.amount ?? '0',
    })),
    byLanguage: tallies(kept, 'language').map(([language, list]) => ({ language, ...tally(list) })),
    leftOut: await countLeftOut(trx, companyId, runId),
    warnings: await countWarnings(trx, companyId, runId),
    ...known,
  };
}

/** A notice counts for each channel it leaves by; what is work for a person leaves by none. */
function waysOf(group: Group): Group[] {
  if (!isLetter(group.stepKind)) return [];
  const channels = group.channels.length > 0 ? group.channels : [group.channel];
  return channels.map((channel) => ({ ...group, channel }));
}

async function listGroups(trx: Trx, companyId: string, runId: string): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select state, level, step_kind, channel, channels, currency, language, count(*)::int as notices,
      sum(cardinality(array_remove(item_levels, null)))::int as items,
      sum(open_minor)::bigint as open, sum(interest_minor)::bigint as interest, sum(fee_minor)::bigint as fee,
      sum(total_minor)::bigint as total
    from proposal
    where company_id = ${companyId} and run_id = ${runId}
    group by state, level, step_kind, channel, channels, currency, language`.execute(trx);
  return rows;
}

async function countDebtors(trx: Trx, companyId: string, runId: string): Promise<number> {
  const { rows } = await sql<{ debtors: number }>`
    select count(distinct debtor_id)::int as debtors from proposal
    where company_id = ${companyId} and run_id = ${runId} and state <> 'dropped'`.execute(trx);
  return rows[0]?.debtors ?? 0;
}

async function countLeftOut(trx: Trx, companyId: string, runId: string): Promise<RunSummary['leftOut']> {
  const { rows } = await sql<{ because: Because; debtors: number; items: number }>`
    select because, count(*)::int as debtors, sum(cardinality(item_ids))::int as items
    from run_left_out where company_id = ${companyId} and run_id = ${runId}
    group by because order by count(*) desc, because`.execute(trx);
  return rows;
}

async function countWarnings(trx: Trx, companyId: string, runId: string): Promise<RunSummary['warnings']> {
  const { rows } = await sql<{ code: string; notices: number }>`
    select w ->> 'code' as code, count(*)::int as notices
    from proposal p, jsonb_array_elements(p.warnings) w
    where p.company_id = ${companyId} and p.run_id = ${runId} and p.state <> 'dropped' and p.warnings <> '[]'
    group by 1 order by 2 desc, 1`.execute(trx);
  return rows;
}

function sumOf(groups: readonly Group[], column: 'notices' | 'items'): number {
  return groups.reduce((sum, group) => sum + group[column], 0);
}

function amountsOf(groups: readonly Group[], column: 'open' | 'interest' | 'fee' | 'total') {
  return tallies(groups, 'currency').map(([currency, list]) => {
    const minor = list.reduce((sum, group) => sum + group[column], 0n);
    return { amount: toDecimal(money(minor, currency)), currency };
  });
}

function tally(groups: readonly Group[]) {
  return { notices: sumOf(groups, 'notices'), items: sumOf(groups, 'items') };
}

function tallies<Key extends 'level' | 'stepKind' | 'channel' | 'currency' | 'language'>(
  groups: readonly Group[],
  key: Key,
): [Group[Key], Group[]][] {
  const found = new Map<Group[Key], Group[]>();
  for (const group of groups) {
    const list = found.get(group[key]);
    if (list) list.push(group);
    else found.set(group[key], [group]);
  }
  return [...found].sort(([a], [b]) => ((a ?? 0) < (b ?? 0) ? -1 : 1));
}
