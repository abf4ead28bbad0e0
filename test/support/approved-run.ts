import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { addCompany, addDebtor, addDocument } from './people.ts';

export type RunAtHand<T extends Tools> = {
  readonly company: T & CompanyTools;
  readonly run: string;
  readonly debtors: readonly { readonly debtor: string; readonly item: string }[];
};

type Given = { readonly debtors: number } & Parameters<typeof addCompany>[1];

/** A live company with debtors of one overdue item each, and a run over them that a person approved and nobody sent yet. */
export async function addApprovedRun<T extends Tools>(tools: T, given: Given): Promise<RunAtHand<T>> {
  const planned = await addPlannedRun(tools, given);
  await approveRun(planned.company, { run: planned.run, send: false });
  return planned;
}

/** The same, before anybody approved it. */
export async function addPlannedRun<T extends Tools>(
  tools: T,
  { debtors: many, ...given }: Given,
): Promise<RunAtHand<T>> {
  const company = await addCompany(tools, given);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const debtors: { debtor: string; item: string }[] = [];
  for (let nth = 0; nth < many; nth += 1) {
    const debtor = await addDebtor(company);
    const { items } = await addDocument(company, debtor, {
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
    debtors.push({ debtor: debtor.id, item: items[0]?.id ?? '' });
  }
  const plannedFor = company.clock.today('Europe/Brussels');
  const run = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  return { company, run, debtors };
}
