import { InvalidArgumentError } from 'commander';
import { refuse } from '#core/refusal.ts';
import { listCompanies } from '#server/companies/queries.ts';
import { findRun, findRunByNumber } from '#server/dunning-runs/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { Tools } from '#server/platform/tools.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A run by its id, or by its number in the company named, or in the only one where it exists. */
export async function findNamed(tools: Tools, name: string, key: string | undefined) {
  const companies = await listCompanies(tools.db);
  const wanted = key === undefined ? companies : companies.filter((one) => one.key === key);
  if (wanted.length === 0 && key !== undefined) refuse('company_unknown', { company: key });
  const hits = [];
  for (const { id } of wanted) {
    const inside = { ...tools, companyId: id, actor: null };
    const found = await inCompany(inside, async (trx) => {
      if (ID.test(name)) return findRun(trx, id, name);
      return /^\d{1,9}$/.test(name) ? findRunByNumber(trx, id, Number(name)) : undefined;
    });
    if (found) hits.push({ tools: inside, found });
  }
  const [hit] = hits;
  if (hits.length > 1) {
    throw new InvalidArgumentError(`Several companies have a run ${name}: name one with --company.`);
  }
  return hit ?? refuse('run_unknown', { run: name });
}
