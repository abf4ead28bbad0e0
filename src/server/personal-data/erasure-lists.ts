import { sql } from 'kysely';
import { ERASURE_LIST_MOST } from '#core/personal-data/erasure-list.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany, lockCompany } from '#server/companies/queries.ts';
import { lockDebtors } from '#server/debtors/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { awaitImports } from '#server/settlements/queries.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import type { DueContact } from './due-queries.ts';
import { eraseContacts } from './erase-contacts.ts';
import { emptyFiles } from './erase-rows.ts';
import { type RetentionPreview, readPreview } from './preview-erasures.ts';
import { type FoundErasureList, lockErasureList, markErasureList } from './queries.ts';
import { keepTombstones, recordErasures, type Tombstone } from './tombstones.ts';

/** Whom and what a list names, by id. */
export type Named = {
  readonly debtors: readonly string[];
  readonly contacts: readonly string[];
  readonly files: readonly string[];
};
export type Counts = { readonly persons: number; readonly contacts: number; readonly files: number };

/**
 * The first step: writes down what is to go, exactly what was looked at, as much as one list takes. Nothing goes yet.
 * The same list again is the one that waits. @returns its id
 * @throws Refusal erasure_list_changed where something else is due than was looked at, erasure_list_empty,
 * erasure_list_pending where another one waits
 */
export function prepareErasures(tools: CompanyTools, named: Named): Promise<string> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    // Two owners at once take turns: the second one meets the list of the first.
    await lockCompany(trx, companyId);
    const waiting = await lockErasureList(trx, companyId, null);
    if (waiting && isSame(named, waiting)) return waiting.id;
    if (waiting) refuse('erasure_list_pending', { preparedAt: waiting.preparedAt.toString().slice(0, 10) });
    if (sizeOf(named) === 0) refuse('erasure_list_empty', {});
    const due = namesOf(await readPreview(trx, tools, { most: ERASURE_LIST_MOST }));
    if (!isSame(named, due))
      refuse('erasure_list_changed', { previewed: String(sizeOf(named)), due: String(sizeOf(due)) });
    const id = newId();
    const at = clock.now();
    const { debtors, contacts, files } = due;
    await trx
      .insertInto('erasureList')
      .values({
        ...{ companyId, id, debtors: [...debtors], contacts: [...contacts], files: [...files] },
        ...{ preparedBy: actor, preparedAt: at, endedBy: null, endedAt: null },
      })
      .execute();
    await addTimelineEntries(trx, companyId, [
      { kind: 'erasure_list_prepared', facts: textsOf(countsOf(named)), at, actor },
    ]);
    return id;
  });
}

/**
 * The second step: erases whom the list names, all of it or nothing, with who and when. Confirming twice changes nothing.
 * @throws Refusal erasure_list_unknown, erasure_list_withdrawn, erasure_list_overtaken where something on it is no longer
 * due, erasure_needs_other_owner where the company wants four eyes
 */
export async function confirmErasures(tools: CompanyTools, { list: id }: { list: string }): Promise<Counts> {
  const { companyId, actor, clock } = tools;
  const { list, stones } = await inCompany(tools, async (trx) => {
    // All of a list or nothing: one that takes longer than a request may could never be confirmed.
    await sql`set local statement_timeout = 0`.execute(trx);
    await awaitImports(trx, companyId);
    const found = await lockErasureList(trx, companyId, id);
    if (!found) return refuse('erasure_list_unknown', { list: id });
    if (found.state === 'withdrawn') return refuse('erasure_list_withdrawn', {});
    if (found.state === 'confirmed') return { list: found, stones: [] };
    await refuseOwnList(trx, tools, found);
    await lockDebtors(trx, companyId, found.debtors);
    // All that is due, beyond what one list takes: what came before it meanwhile does not push anybody off it.
    const due = await readPreview(trx, tools, { most: null });
    if (!isWithin(found, namesOf(due))) refuse('erasure_list_overtaken', {});
    const at = clock.now();
    await markErasureList(trx, { companyId, id }, { state: 'confirmed', endedBy: actor, endedAt: at });
    return { list: found, stones: await eraseNamed(trx, tools, { named: found, due, at }) };
  });
  keepTombstones(tools.installation.dataDir, stones);
  return countsOf(list);
}

/** Takes a list back that waits. Twice changes nothing. @throws Refusal erasure_list_unknown, erasure_list_done */
export function withdrawErasures(tools: CompanyTools, { list: id }: { list: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const found = await lockErasureList(trx, companyId, id);
    if (!found) return refuse('erasure_list_unknown', { list: id });
    if (found.state === 'confirmed') return refuse('erasure_list_done', {});
    if (found.state === 'withdrawn') return;
    const at = clock.now();
    await markErasureList(trx, { companyId, id }, { state: 'withdrawn', endedBy: actor, endedAt: at });
    await addTimelineEntries(trx, companyId, [{ kind: 'erasure_list_withdrawn', facts: {}, at, actor }]);
  });
}

/** Whether this person may confirm a list: where four eyes are wanted, not whoever drew it up. */
export function mayConfirm(
  { fourEyes }: { readonly fourEyes: boolean },
  { preparedBy }: Pick<FoundErasureList, 'preparedBy'>,
  actor: string | null,
): boolean {
  return !fourEyes || (preparedBy !== null && actor !== null && preparedBy !== actor);
}

/** @throws Refusal erasure_needs_other_owner where this person may not confirm the list */
export async function refuseOwnList(trx: Trx, tools: CompanyTools, list: FoundErasureList): Promise<void> {
  if (!mayConfirm(await findCompany(trx, tools.companyId), list, tools.actor))
    refuse('erasure_needs_other_owner', {});
}

async function eraseNamed(
  trx: Trx,
  tools: CompanyTools,
  { named, due, at }: { named: Named; due: RetentionPreview; at: Temporal.Instant },
): Promise<Tombstone[]> {
  const { companyId, actor } = tools;
  const erasedAt = at.toString();
  const byId = new Map(due.contacts.map((contact): [string, DueContact] => [contact.contactId, contact]));
  const contacts = named.contacts.flatMap((id) => byId.get(id) ?? []);
  const persons = named.debtors.map((debtorId) => ({
    ...{ companyId, debtorId, erasedAt },
    because: 'legal_term' as const,
  }));
  await eraseContacts(
    trx,
    tools,
    contacts.map(({ contactId, debtorId }) => ({ contactId, debtorId, erasedAt: at })),
  );
  await recordErasures(trx, tools, persons);
  await emptyFiles(trx, companyId, named.files, at);
  const facts = textsOf(countsOf(named));
  await addTimelineEntries(trx, companyId, [{ kind: 'erasure_list_confirmed', facts, at, actor }]);
  return [
    ...persons,
    ...contacts.map(({ contactId, debtorId }) => ({ companyId, contactId, debtorId, erasedAt })),
    ...named.files.map((fileId) => ({ companyId, fileId, erasedAt })),
  ];
}

const KINDS = ['debtors', 'contacts', 'files'] as const;

export function countsOf({ debtors, contacts, files }: Named): Counts {
  return { persons: debtors.length, contacts: contacts.length, files: files.length };
}

function textsOf({ persons, contacts, files }: Counts) {
  return { persons: String(persons), contacts: String(contacts), files: String(files) };
}

function sizeOf(named: Named): number {
  return KINDS.reduce((all, kind) => all + named[kind].length, 0);
}

function namesOf({ persons, contacts, files }: RetentionPreview): Named {
  return {
    debtors: persons.map(({ debtorId }) => debtorId),
    contacts: contacts.map(({ contactId }) => contactId),
    files: files.map(({ fileId }) => fileId),
  };
}

/** Whether all that is named is there. */
function isWithin(named: Named, there: Named): boolean {
  return KINDS.every((kind) => {
    const known = new Set(there[kind]);
    return named[kind].every((id) => known.has(id));
  });
}

function isSame(named: Named, there: Named): boolean {
  return isWithin(named, there) && isWithin(there, named);
}
