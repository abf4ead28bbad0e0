import { type RawBuilder, sql } from 'kysely';
import type { AuditFinding, AuditRule } from '#core/self-audit/rules.ts';
import type { Trx } from '#server/platform/db.ts';
import { findCounterBreaches } from '#server/run-outcomes/check-counters.ts';
import { verifyChain } from '#server/timeline/chain.ts';

type Look = (trx: Trx, companyId: string, today: Temporal.PlainDate) => Promise<AuditFinding>;

/** Every rule and how it is looked at. Each reads what is stored, and nothing is changed. */
export const LOOKS: Readonly<Record<AuditRule, Look>> = {
  settlement_parts: (trx, companyId) =>
    inSql(
      trx,
      'settlement_parts',
      sql`select s.amount_minor is distinct from sum(p.money_minor) as broken,
        jsonb_build_object('settlement', s.id, 'amount', s.amount_minor::text, 'parts', coalesce(sum(p.money_minor), 0)::text) as facts
      from settlement s
      left join settlement_part p on p.company_id = s.company_id and p.settlement_id = s.id
      where s.company_id = ${companyId} and s.kind = 'settled' and s.undone_at is null
      group by s.id, s.amount_minor`,
    ),
  bank_lines: (trx, companyId) =>
    inSql(
      trx,
      'bank_lines',
      sql`select l.remaining_minor <> l.amount_minor - coalesce(sum(s.amount_minor), 0) as broken,
        jsonb_build_object('line', l.id, 'day', l.booked_on, 'amount', l.amount_minor::text,
          'settled', coalesce(sum(s.amount_minor), 0)::text, 'remaining', l.remaining_minor::text) as facts
      from bank_line l
      left join settlement s on s.company_id = l.company_id and s.line_id = l.id and s.undone_at is null and s.kind = 'settled'
      where l.company_id = ${companyId} and l.state in ('open', 'partly', 'settled')
      group by l.company_id, l.id`,
    ),
  ageing: (trx, companyId, today) =>
    inSql(
      trx,
      'ageing',
      sql`select a.minor is distinct from b.minor as broken,
        jsonb_build_object('currency', coalesce(a.currency, b.currency), 'ageing', coalesce(a.minor, 0)::text, 'open', coalesce(b.minor, 0)::text) as facts
      from (
        select currency, sum(minor) as minor from (
          select i.currency, width_bucket(${today}::date - i.due_on, c.ageing_bounds) as bucket, sum(i.open_minor) as minor
          from due_item i join company c on c.id = i.company_id
          where i.company_id = ${companyId} and i.open_minor <> 0 group by 1, 2) buckets group by currency
      ) a
      full join (
        select i.currency, sum(i.open_minor) as minor from debtor d
        join due_item i on i.company_id = d.company_id and i.debtor_id = d.id
        where d.company_id = ${companyId} and i.settled_on is null group by i.currency
      ) b on b.currency = a.currency`,
    ),
  open_items: (trx, companyId) =>
    inSql(
      trx,
      'open_items',
      sql`select (i.open_minor = 0) <> (i.settled_on is not null) or i.currency <> d.currency
          or sign(i.open_minor) * sign(i.amount_minor) < 0 as broken,
        jsonb_build_object('document', d.number, 'amount', i.amount_minor::text, 'open', i.open_minor::text) as facts
      from due_item i join document d on d.company_id = i.company_id and d.id = i.document_id
      where i.company_id = ${companyId}`,
    ),
  notice_totals: (trx, companyId) =>
    inSql(
      trx,
      'notice_totals',
      sql`select n.total_minor <> n.open_minor + n.interest_minor + n.fee_minor as broken,
        jsonb_build_object('notice', n.number::text, 'total', n.total_minor::text,
          'parts', (n.open_minor + n.interest_minor + n.fee_minor)::text) as facts
      from notice n where n.company_id = ${companyId}`,
    ),
  levels: (trx, companyId) =>
    inSql(
      trx,
      'levels',
      sql`select not exists (
          select from notice_line l where l.company_id = i.company_id and l.due_item_id = i.id and l.level >= i.level
          and not l.undone)
        and not exists (
          select from timeline_entry t where t.company_id = i.company_id and t.due_item_id = i.id
          and t.kind = 'level_set' and (t.facts ->> 'level')::smallint >= i.level) as broken,
        jsonb_build_object('item', i.id, 'level', i.level::text) as facts
      from due_item i where i.company_id = ${companyId} and i.level > 0`,
    ),
  run_counters: async (trx, companyId) => {
    const broken = await findCounterBreaches(trx, companyId);
    const [first] = broken;
    const facts: Record<string, string> = first ? { run: String(first.number) } : {};
    return { rule: 'run_counters', ok: !first, checked: broken.length, broken: broken.length, facts };
  },
  kept_bytes: (trx, companyId, today) =>
    inSql(
      trx,
      'kept_bytes',
      sql`select f.sha256 <> encode(sha256(f.bytes), 'hex') or x.sha256 is distinct from f.sha256 as broken,
        jsonb_build_object('file', f.id, 'dispatch', x.id) as facts
      from dispatch x join file f on f.company_id = x.company_id and f.id = x.bytes_file_id
      where x.company_id = ${companyId} and (f.created_at > ${today}::date - 2
        or abs(hashtext(x.id::text)) % 28 = extract(day from ${today}::date)::integer % 28)`,
    ),
  erasures: (trx, companyId) =>
    inSql(
      trx,
      'erasures',
      sql`select d.email is not null or d.phone is not null or d.street is not null or d.erased_at is null
          or exists (select from debtor_contact c where c.company_id = d.company_id and c.debtor_id = d.id) as broken,
        jsonb_build_object('debtor', d.number) as facts
      from erasure e join debtor d on d.company_id = e.company_id and d.id = e.debtor_id
      where e.company_id = ${companyId}
      union all
      select exists (select from debtor_contact c where c.company_id = e.company_id and c.id = e.contact_id),
        jsonb_build_object('debtor', d.number)
      from contact_erasure e join debtor d on d.company_id = e.company_id and d.id = e.debtor_id
      where e.company_id = ${companyId}`,
    ),
  timeline_chain: async (trx, companyId) => {
    const { checked, faults, first } = await verifyChain(trx, companyId);
    const facts: Record<string, string> = first
      ? { event: String(first.position), entry: String(first.entry ?? ''), why: first.why }
      : {};
    return { rule: 'timeline_chain', ok: faults === 0, checked: Number(checked), broken: faults, facts };
  },
};

/** @param rows one row per thing looked at: whether it is `broken`, and the `facts` that name it, as texts */
async function inSql(trx: Trx, rule: AuditRule, rows: RawBuilder<unknown>): Promise<AuditFinding> {
  const { rows: found } = await sql<{
    checked: bigint;
    broken: bigint;
    facts: Record<string, string | null> | null;
  }>`
    select count(*) as checked, count(*) filter (where broken) as broken,
      (array_agg(facts order by facts::text) filter (where broken))[1] as facts
    from (${rows}) looked`.execute(trx);
  const { checked = 0n, broken = 0n, facts = null } = found[0] ?? {};
  // A fact that is missing is empty: what was found is read again for as long as it holds mails back.
  const told = Object.fromEntries(Object.entries(facts ?? {}).map(([name, fact]) => [name, fact ?? '']));
  return { rule, ok: broken === 0n, checked: Number(checked), broken: Number(broken), facts: told };
}
