import { sql } from 'kysely';
import { z } from 'zod';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { label } from '#server/texts/words.ts';
import { keepLines, readLines } from './beside-database.ts';
import { liftRestrictions, placeRestrictions } from './restrict-rows.ts';

/** That a person was restricted, or is no more, and when: never why. The last line of a debtor counts. */
const RestrictionStone = z.object({
  companyId: z.uuid(),
  debtorId: z.uuid(),
  restriction: z.enum(['placed', 'lifted']),
  at: z.string(),
});
export type RestrictionStone = z.infer<typeof RestrictionStone>;

/** Written once the restriction, or its end, stands in the database. */
export function keepRestrictions(dataDir: string | undefined, stones: readonly RestrictionStone[]): void {
  keepLines(dataDir, stones);
}

/**
 * Restricts again whom a restore brought back free, and frees whom it brought back restricted; what the database knows from a
 * later moment than the file is written down instead. Erased persons are left alone. At every start, before a restore and
 * after it.
 * @param freedToo whether the timelines are searched for persons who were freed and whom the file has never heard of
 * @returns how many persons were restricted or freed again
 */
export async function replayRestrictions(
  tools: Pick<Tools, 'db' | 'clock' | 'log' | 'installation'>,
  { freedToo = false }: { readonly freedToo?: boolean } = {},
): Promise<number> {
  const { dataDir } = tools.installation;
  if (!dataDir) return 0;
  const stones = readLines(dataDir, RestrictionStone);
  let again = 0;
  for (const { id } of await listCompanies(tools.db)) {
    const company = { ...tools, companyId: id, actor: null };
    const last = new Map(
      stones.filter(({ companyId }) => companyId === id).map((stone) => [stone.debtorId, stone]),
    );
    const unknown = await inCompany(company, async (trx) => {
      const freed = freedToo ? await listFreed(trx, id) : [];
      const found = await lockConcerned(trx, id, [...last.keys(), ...freed]);
      const behind = found.filter((one) => isBehind(one, last.get(one.debtorId)));
      const done = await replay(trx, company, behind);
      again += done.length;
      const ahead = found.filter(
        (one) => !behind.includes(one) && last.get(one.debtorId)?.restriction !== stateOf(one),
      );
      return [...done, ...ahead.map((one) => stoneOf(id, one))];
    });
    keepRestrictions(dataDir, unknown);
  }
  if (again > 0) tools.log.warn({ restricted: again }, 'restrictions that a restore had undone stand again');
  return again;
}

type Concerned = {
  readonly debtorId: string;
  readonly restrictedAt: Temporal.Instant | null;
  /** When the timeline last told of a restriction, or of its end. */
  readonly toldAt: Temporal.Instant | null;
};

/** All of them: an older backup has them restricted. */
async function listFreed(trx: Trx, companyId: string): Promise<string[]> {
  const { rows } = await sql<{ debtorId: string }>`
    select distinct debtor_id from timeline_entry
    where company_id = ${companyId} and kind = 'debtor_unrestricted' and debtor_id is not null`.execute(trx);
  return rows.map(({ debtorId }) => debtorId);
}

/** Whom the file names and who is restricted here, none of them erased, under lock. */
async function lockConcerned(trx: Trx, companyId: string, named: readonly string[]): Promise<Concerned[]> {
  const { rows } = await sql<Concerned>`
    select d.id as debtor_id, d.restricted_at,
      (select max(e.at) from timeline_entry e where e.company_id = d.company_id and e.debtor_id = d.id
        and e.kind in ('debtor_restricted', 'debtor_unrestricted')) as told_at
    from debtor d
    where d.company_id = ${companyId} and d.erased_at is null
      and (d.restricted_at is not null or d.id = any(${[...named]}::uuid[]))
    order by d.id for update of d`.execute(trx);
  return rows;
}

/** Whether the file tells of something later than the database knows. */
function isBehind(one: Concerned, stone: RestrictionStone | undefined): boolean {
  if (stone === undefined || stone.restriction === stateOf(one)) return false;
  const known = one.toldAt ?? one.restrictedAt;
  return known === null || Temporal.Instant.compare(Temporal.Instant.from(stone.at), known) > 0;
}

function stateOf({ restrictedAt }: Concerned): RestrictionStone['restriction'] {
  return restrictedAt === null ? 'lifted' : 'placed';
}

function stoneOf(companyId: string, one: Concerned): RestrictionStone {
  const at = (one.toldAt ?? one.restrictedAt)?.toString() ?? '';
  return { companyId, debtorId: one.debtorId, restriction: stateOf(one), at };
}

async function replay(
  trx: Trx,
  tools: Pick<CompanyTools, 'companyId' | 'actor' | 'clock'>,
  behind: readonly Concerned[],
): Promise<RestrictionStone[]> {
  if (behind.length === 0) return [];
  const { companyId, clock } = tools;
  const at = clock.now();
  const idsOf = (state: RestrictionStone['restriction']) =>
    behind.filter((one) => stateOf(one) === state).map(({ debtorId }) => debtorId);
  const { language } = await findCompany(trx, companyId);
  const because = label(language, 'restriction.restored');
  const [placed, lifted] = [idsOf('lifted'), idsOf('placed')];
  await placeRestrictions(trx, tools, { debtorIds: placed, because, at });
  await liftRestrictions(trx, tools, { debtorIds: lifted, at });
  const stone = { companyId, at: at.toString() };
  return [
    ...placed.map((debtorId) => ({ ...stone, debtorId, restriction: 'placed' as const })),
    ...lifted.map((debtorId) => ({ ...stone, debtorId, restriction: 'lifted' as const })),
  ];
}
