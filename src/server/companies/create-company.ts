import pg from 'pg';
import type { z } from 'zod';
import type { NewCompany } from '#contract/companies.ts';
import { refuse } from '#core/refusal.ts';
import { enterRows, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Tools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { addMembership, ownsSomething } from '#server/users/queries.ts';
import { defaultsOf } from './country-defaults.ts';
import { addCompany } from './queries.ts';

export type CompanyInput = z.input<typeof NewCompany>;

/** Adds a company in test mode, with the usual policy of its country. Its owner, where there is one, may enter at once. */
export async function createCompany(tools: Tools, input: CompanyInput, ownerId: string | null) {
  if (ownerId !== null && !(await ownsSomething(tools.db, ownerId))) refuse('owner_only', {});
  return tools.db.transaction().execute((trx) => createCompanyIn(trx, tools, input, ownerId));
}

/** The same in the caller's transaction. Afterwards it stands inside the new company. */
export async function createCompanyIn(
  trx: Trx,
  { clock }: Tools,
  input: CompanyInput,
  ownerId: string | null,
) {
  const { name, country, language } = input;
  const defaults = defaultsOf(country);
  const { currency = defaults.currency, timeZone = defaults.timeZone } = input;
  refuseUnknownTimeZone(timeZone);
  const id = newId();
  const key = input.key ?? (await freeKey(trx, name));
  await addCompany(trx, { id, key, name, country, language, currency, timeZone }).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && error.constraint === 'company_key_key')
      refuse('company_key_taken', { key });
    throw error;
  });
  if (ownerId !== null) await addMembership(trx, id, ownerId, 'owner');
  await enterRows(trx, id);
  const at = clock.now();
  const told = { kind: 'company_added' as const, facts: { company: name, country } };
  await addTimelineEntries(trx, id, [{ ...told, at, actor: ownerId }]);
  await addDefaultPolicy(trx, { id, country, currency, language }, at);
  return { id, key, name, country, language, currency, timeZone };
}

/** @throws Refusal time_zone_unknown */
export function refuseUnknownTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    refuse('time_zone_unknown', { given: timeZone });
  }
}

async function freeKey(trx: Trx, name: string): Promise<string> {
  const base = keyFrom(name);
  const like = trx
    .selectFrom('company')
    .select('key')
    .where('key', 'like', `${base.replaceAll('_', '\\_')}%`);
  const taken = new Set((await like.execute()).map(({ key }) => key));
  for (let count = 1; ; count += 1) {
    const key = count === 1 ? base : `${base.slice(0, 36)}-${count}`;
    if (!taken.has(key)) return key;
  }
}

/** 'Brasserie Émile & Fils' becomes brasserie-emile-fils. */
export function keyFrom(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const key = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return key.slice(0, 40).replace(/-+$/, '') || 'company';
}
