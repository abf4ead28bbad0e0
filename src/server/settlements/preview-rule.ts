import { sql } from 'kysely';
import type { BankLineState } from '#core/bank/statement-states.ts';
import { caughtBy } from '#core/matching/own-rules.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listDebtorNames } from './desk-queries.ts';
import { decimal } from './views.ts';

/** How many of the latest lines a preview looks at, and how many of those it caught it shows. */
const LOOKED_AT = 5000;
const SHOWN = 50;

type LineRow = {
  readonly id: string;
  readonly bookedOn: Temporal.PlainDate;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly counterparty: string | null;
  readonly ultimateParty: string | null;
  readonly iban: string | null;
  readonly text: string;
  readonly state: BankLineState;
};

/** What a rule with this text would have caught among the latest lines, and whose those were. */
export function previewRule(tools: CompanyTools, { contains }: { contains: string }) {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const lines = await listLatestLines(trx, companyId);
    const caught = caughtBy(contains, lines);
    const shown = caught.slice(0, SHOWN);
    const debtorsOf = await listSettledFor(
      trx,
      companyId,
      shown.map(({ id }) => id),
    );
    const names = await listDebtorNames(trx, companyId, [...debtorsOf.values()].flat());
    return {
      looked: lines.length,
      caught: caught.length,
      lines: shown.map(({ id, bookedOn, amountMinor, currency, counterparty, text, state }) => ({
        id,
        bookedOn: bookedOn.toString(),
        amount: decimal(amountMinor, currency),
        currency,
        counterparty,
        text,
        state,
        debtors: (debtorsOf.get(id) ?? []).flatMap((debtor) => names.get(debtor) ?? []),
      })),
    };
  });
}

async function listLatestLines(trx: Trx, companyId: string): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select id, booked_on, amount_minor, currency, counterparty, ultimate_party, iban, text, state from bank_line
    where company_id = ${companyId} and state not in ('batch', 'replaced', 'lapsed')
    order by booked_on desc, id desc limit ${LOOKED_AT}`.execute(trx);
  return rows;
}

async function listSettledFor(trx: Trx, companyId: string, lineIds: readonly string[]) {
  const { rows } = await sql<{ lineId: string; debtors: string[] }>`
    select s.line_id, array_agg(distinct p.debtor_id) as debtors
    from settlement s join settlement_part p on p.company_id = s.company_id and p.settlement_id = s.id
    where s.company_id = ${companyId} and s.undone_at is null and s.line_id = any(${[...lineIds]}::uuid[])
      and p.debtor_id is not null
    group by s.line_id`.execute(trx);
  return new Map(rows.map(({ lineId, debtors }) => [lineId, debtors]));
}
