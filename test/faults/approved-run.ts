import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { addCompany } from '#test/support/people.ts';
import type { TestTools } from '#test/support/tools.ts';

export type ApprovedRun = { readonly companyId: string; readonly runId: string; readonly notices: number };

export const TODAY = '2026-03-31';
/** What every process of a chaos test is told; the secret is the one of the tests' tools. */
export const CHAOS = {
  RAPPEL_TODAY: TODAY,
  RAPPEL_SECRET: 'a secret of forty characters for the tests',
} as const;

/** A company with so many debtors, each with one notice to be mailed, whose run is approved and asked to be sent. */
export async function addApprovedRun(
  tools: TestTools,
  pool: pg.Pool,
  {
    notices,
    smtpUrlSealed = null,
    releaseDelaySeconds = 0,
  }: { notices: number; smtpUrlSealed?: string | null; releaseDelaySeconds?: number },
): Promise<ApprovedRun> {
  const company = await addLateCompany(tools, pool, notices, { releaseDelaySeconds, smtpUrlSealed });
  const { companyId } = company;
  const plannedFor = Temporal.PlainDate.from(TODAY);
  const runId = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  await approveRun(company, { run: runId });
  return { companyId, runId, notices };
}

/** A company with so many debtors, each with one item that is late, and no run yet. */
export async function addLateCompany(
  tools: TestTools,
  pool: pg.Pool,
  debtors: number,
  given: Parameters<typeof addCompany>[1] = {},
) {
  const company = await addCompany(tools, given);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  await addLedger(pool, company.companyId, debtors);
  return company;
}

async function addLedger(pool: pg.Pool, companyId: string, debtors: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into debtor (company_id, id, number, name, language, country, street, postal_code, city, email)
       select $1, gen_random_uuid(), 'D' || n, 'Café ' || n, 'fr', 'BE', 'Grand-Place 1', '1000', 'Bruxelles',
         'cafe' || n || '@example.org' from generate_series(1, $2::int) n`,
      [companyId, debtors],
    );
    await client.query(
      `insert into document (company_id, id, debtor_id, kind, number, issued_on, currency, amount_minor, source, imported_on)
       select $1, gen_random_uuid(), id, 'invoice', 'F' || number, '2026-02-01', 'EUR', 12000, 'test', '2026-02-01'
       from debtor where company_id = $1`,
      [companyId],
    );
    await client.query(
      `insert into due_item (company_id, id, document_id, debtor_id, position, due_on, currency, amount_minor, open_minor,
         imported_on)
       select $1, gen_random_uuid(), id, debtor_id, 1, '2026-03-01', 'EUR', 12000, 12000, '2026-02-01'
       from document where company_id = $1`,
      [companyId],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}

export type States = Readonly<Record<string, number>>;

/** How many dispatches of a run stand where, and how many notices are not issued yet. */
export async function statesOf(pool: pg.Pool, { companyId, runId, notices }: ApprovedRun): Promise<States> {
  const { rows } = await pool.query<{ state: string; count: number }>(
    `select x.state, count(*)::int as count from dispatch x join notice n on n.company_id = x.company_id and n.id = x.notice_id
     where x.company_id = $1 and n.run_id = $2 group by x.state`,
    [companyId, runId],
  );
  const found = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  const issued = rows.reduce((sum, { count }) => sum + count, 0);
  return { ...found, proposed: notices - issued };
}

/** Whether nothing of it is on its way any more: sent, refused, withdrawn or not certain. */
export function isOver(states: States): boolean {
  return ['proposed', 'held', 'queued', 'claimed', 'transmitting'].every((state) => !states[state]);
}

/** Asks until it is so. @throws Error with what was found last */
export async function until<T>(
  ask: () => Promise<T>,
  isSo: (found: T) => boolean,
  { secondsMax, everyMs = 100 }: { secondsMax: number; everyMs?: number },
): Promise<T> {
  const end = performance.now() + secondsMax * 1000;
  for (;;) {
    const found = await ask();
    if (isSo(found)) return found;
    if (performance.now() > end)
      throw new Error(`After ${secondsMax} s it is still ${JSON.stringify(found)}.`);
    await wait(everyMs);
  }
}
