import { refuse } from '#core/refusal.ts';
import { writeHead } from '#core/timeline/head.ts';
import { findDebtor } from '#server/debtors/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import type { Dossier } from './make-dossier.ts';

/**
 * Writes down that a dossier is handed out, and where its head stood: when it is made, so that one that could not be is not
 * told of, and before its first byte leaves, so that none leaves untold. Its head is the one it was read up to, and stands
 * before this event. @throws Refusal debtor_unknown, debtor_erased where the person was erased meanwhile
 */
export function recordDossier(
  tools: CompanyTools,
  { debtor, head, events, papers }: Dossier,
  as: 'dossier' | 'access',
): Promise<void> {
  const { companyId, clock, actor } = tools;
  return inCompany(tools, async (trx) => {
    const known =
      (await findDebtor(trx, companyId, debtor.id)) ?? refuse('debtor_unknown', { debtor: debtor.id });
    if (known.erasedAt !== null && !debtor.isErased) refuse('debtor_erased', { debtor: known.number });
    const at = clock.now();
    const told =
      as === 'dossier'
        ? ({
            kind: 'dossier_exported',
            facts: { events: String(events.length), head: writeHead(head) },
          } as const)
        : ({ kind: 'personal_data_exported', facts: { files: String(papers.length) } } as const);
    await addTimelineEntries(trx, companyId, [{ ...told, at, actor, debtorId: debtor.id }]);
    const hash = Buffer.from(head.hash, 'hex');
    const witness = { companyId, id: newId(), position: head.count, hash, witnessedAt: at };
    await trx
      .insertInto('timelineWitness')
      .values({ ...witness, way: 'dossier', toldTo: known.number })
      .execute();
  });
}
