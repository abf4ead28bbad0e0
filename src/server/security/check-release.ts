import { sql } from 'kysely';
import type { z } from 'zod';
import type { ReleaseView } from '#contract/security.ts';
import {
  asksFourEyes,
  type ReleasedRun,
  type Size,
  SPLIT_HOURS,
  whyReleaseClosed,
} from '#core/accounts/four-eyes.ts';
import { isFresh } from '#core/accounts/second-factor.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { fourEyesOf } from './company-rules.ts';

type Run = { readonly id: string; readonly number: number; readonly plannedBy: string | null };

/**
 * The one question before a run is released, whoever asks and however: is it by another person than its planner where
 * the company wants four eyes, and with a second factor just given where it wants that.
 * @throws Refusal four_eyes_needed, four_eyes_planner_unknown, second_factor_stale
 */
export async function refuseRelease(trx: Trx, tools: CompanyTools, run: Run): Promise<void> {
  const { asksSecondFactor, closed } = await lookAtRelease(trx, tools, run);
  if (closed) refuse(closed, { run: String(run.number) });
  if (asksSecondFactor) refuse('second_factor_stale', {});
}

/** The same before the rest of an approved run is sent: who approved it was asked about four eyes. */
export async function refuseStaleFactor(trx: Trx, tools: CompanyTools): Promise<void> {
  const company = await findCompany(trx, tools.companyId);
  if (wantsFactor(tools, company)) refuse('second_factor_stale', {});
}

/** The same before everybody's sending is released: no company is asked there, only the operator. */
export function refuseStaleRelease(
  tools: Pick<CompanyTools, 'installation' | 'clock' | 'secondFactorAt'>,
): void {
  if (asksOpenly(tools) && !hasFresh(tools)) refuse('second_factor_stale', {});
}

/** What a screen says before it is asked. */
export function showRelease(tools: CompanyTools, runId: string): Promise<z.infer<typeof ReleaseView>> {
  return inCompany(tools, async (trx) => {
    const run = await trx
      .selectFrom('run')
      .select(['id', 'number', 'plannedBy'])
      .where('companyId', '=', tools.companyId)
      .where('id', '=', runId)
      .executeTakeFirst();
    return run ? lookAtRelease(trx, tools, run) : refuse('run_unknown', { run: runId });
  });
}

async function lookAtRelease(trx: Trx, tools: CompanyTools, run: Run) {
  const company = await findCompany(trx, tools.companyId);
  const rule = fourEyesOf(company);
  const asksSecondFactor = wantsFactor(tools, company);
  if (!rule.on && !asksSecondFactor) return { asksSecondFactor, fourEyes: false, closed: null };
  const of = { companyId: company.id, currency: company.currency };
  const found = await findReleased(trx, of, run);
  const earlier = rule.on && !found.isAutomatic ? await findEarlier(trx, tools, of.currency) : NOTHING;
  const released = { ...found, earlier };
  return {
    // What Rappel itself releases on an announced day, an owner allowed beforehand.
    asksSecondFactor: asksSecondFactor && !(tools.actor === null && released.isAutomatic),
    fourEyes: asksFourEyes(rule, released),
    closed: whyReleaseClosed(rule, released, tools.actor),
  };
}

type Company = { readonly releaseAsksSecondFactor: boolean; readonly isDemo: boolean };

/** The company's own word, or the operator's where it was given openly. Of a demo company nothing leaves. */
function wantsFactor(tools: CompanyTools, { releaseAsksSecondFactor, isDemo }: Company): boolean {
  const isAsked = releaseAsksSecondFactor || (asksOpenly(tools) && !isDemo);
  return isAsked && !hasFresh(tools);
}

/** What is usual on a public host asks owners to enter with a second factor, and stops no program that releases. */
function asksOpenly({ installation }: Pick<CompanyTools, 'installation'>): boolean {
  const { secondFactor, secondFactorIsUsual = false } = installation;
  return secondFactor !== 'optional' && !secondFactorIsUsual;
}

function hasFresh({ secondFactorAt, clock }: Pick<CompanyTools, 'secondFactorAt' | 'clock'>): boolean {
  return isFresh(secondFactorAt ?? null, clock.now());
}

type Of = { readonly companyId: string; readonly currency: string };

async function findReleased(
  trx: Trx,
  { companyId, currency }: Of,
  run: Run,
): Promise<Omit<ReleasedRun, 'earlier'>> {
  const { rows } = await sql<Omit<ReleasedRun, 'plannedBy' | 'earlier'>>`
    select count(*)::int as notices,
      coalesce(sum(total_minor) filter (where currency = ${currency}), 0)::bigint as "totalMinor",
      coalesce(bool_or(currency <> ${currency}), false) as "hasOtherCurrency",
      exists (select from automatic_run a where a.company_id = ${companyId}
        and ${run.id} in (a.run_id, a.review_run_id)) as "isAutomatic",
      array(select distinct e ->> 'by' from proposal p, jsonb_array_elements(p.edits) e
        where p.company_id = ${companyId} and p.run_id = ${run.id} and p.edits <> '[]' and e ->> 'by' is not null)
        as "changedBy"
    from proposal where company_id = ${companyId} and run_id = ${run.id} and state = 'proposed'`.execute(trx);
  const [found] = rows;
  if (!found) throw new Error('An aggregate without a row.');
  return { ...found, plannedBy: run.plannedBy };
}

const NOTHING: Size = { notices: 0, totalMinor: 0n, hasOtherCurrency: false };

/**
 * What this person released of their own preparing within a day, whatever became of it. The command line is nobody's eyes
 * and may be anybody's hand: what it released counts with everybody's, and everybody's with what it releases. Two halves
 * at once wait for each other here.
 */
async function findEarlier(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  currency: string,
): Promise<Size> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`release ${companyId}`}, 7))`.execute(trx);
  const { rows } = await sql<Size>`
    select count(*)::int as notices,
      coalesce(sum(p.total_minor) filter (where p.currency = ${currency}), 0)::bigint as "totalMinor",
      coalesce(bool_or(p.currency <> ${currency}), false) as "hasOtherCurrency"
    from run r join proposal p on p.company_id = r.company_id and p.run_id = r.id and p.state <> 'dropped'
    where r.company_id = ${companyId} and r.approved_at > ${clock.now().subtract({ hours: SPLIT_HOURS })}
      and (r.approved_by is null or (${actor}::text is null or r.approved_by = ${actor})
        and (r.planned_by is null or r.planned_by = r.approved_by
          or exists (select from jsonb_array_elements(p.edits) e where e ->> 'by' = r.approved_by)))
      and not exists (select from automatic_run a where a.company_id = r.company_id and r.id in (a.run_id, a.review_run_id))`.execute(
    trx,
  );
  return rows[0] ?? NOTHING;
}
