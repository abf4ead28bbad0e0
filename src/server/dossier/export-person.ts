import type { CompanyTools } from '#server/platform/tools.ts';
import { type HandOut, zipOut } from './hand-out.ts';
import { makeDossier } from './make-dossier.ts';
import { recordDossier } from './record-dossier.ts';

/**
 * Everything on record about a person, as they may ask for it (Art. 15 GDPR): one JSON of all rows and events, and every
 * paper as it is, in a ZIP. Written down in the timeline. @throws Refusal debtor_unknown, debtor_erased
 */
export async function exportPerson(tools: CompanyTools, { debtor }: { debtor: string }): Promise<HandOut> {
  const dossier = await makeDossier(tools, { debtor });
  await recordDossier(tools, dossier, 'access');
  return zipOut(`personal-data-${dossier.debtor.number}`, dossier.files);
}
