import type { CompanyTools } from '#server/platform/tools.ts';
import { zipFiles } from '#server/platform/zip-files.ts';
import { makeDossier } from './make-dossier.ts';

/**
 * Everything on record about a person, as they may ask for it (Art. 15 GDPR): one JSON of all rows and events, and every
 * paper as it is, in a ZIP. Written down in the timeline. @throws Refusal debtor_unknown
 */
export async function exportPerson(
  tools: CompanyTools,
  { debtor }: { debtor: string },
): Promise<{ readonly name: string; readonly zip: Buffer; readonly files: number }> {
  const { debtor: whom, files } = await makeDossier(tools, { debtor, as: 'access' });
  return { name: `personal-data-${whom.number}.zip`, zip: zipFiles(files), files: files.length };
}
