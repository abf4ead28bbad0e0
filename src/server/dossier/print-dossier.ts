import { typesetterOfLetters } from '#server/notices/print-letter.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import type { TypesetImage } from '#server/platform/typeset.ts';
import { label } from '#server/texts/words.ts';
import { dossierPage } from './dossier-page.ts';
import { type HandOut, pdfOut, zipOut } from './hand-out.ts';
import { type Dossier, type DossierFile, madeFile, makeDossier } from './make-dossier.ts';
import { recordDossier } from './record-dossier.ts';

/** What one PDF carries. More makes a file no mail takes, and takes the typesetter more memory than it may have. */
const ATTACHED_BYTES_MAX = 25_000_000;
const ATTACHED_FILES_MAX = 200;

/**
 * The dossier of a debtor as one PDF/A-3 with everything attached; as a ZIP of that PDF and everything beside it where it is
 * too much to be attached. @throws Refusal debtor_unknown, debtor_erased
 */
export async function printDossier(tools: CompanyTools, { debtor }: { debtor: string }): Promise<HandOut> {
  const dossier = await makeDossier(tools, { debtor });
  const madeAt = tools.clock.now();
  const day = madeAt.toZonedDateTimeISO('UTC').toPlainDate().toString();
  const isAttached = fitsOnePdf(dossier.files);
  const pdf = await typesetterOfLetters().pdf({
    main: '/dossier.typ',
    data: dossierPage(dossier, { day, isAttached }),
    images: isAttached ? await attachmentsOf(dossier) : [],
    madeAt,
  });
  await recordDossier(tools, dossier, 'dossier');
  const name = label(dossier.house.shown.language, 'dossier.fileName', {
    number: dossier.debtor.number,
    day,
  });
  if (isAttached) return pdfOut(name, pdf);
  return zipOut(name, [madeFile('dossier.pdf', 'application/pdf', pdf), ...dossier.files]);
}

/** Whether files are attached; all of them, or none. */
export function fitsOnePdf(files: readonly Pick<DossierFile, 'size'>[]): boolean {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return files.length <= ATTACHED_FILES_MAX && bytes <= ATTACHED_BYTES_MAX;
}

async function attachmentsOf({ files }: Dossier): Promise<TypesetImage[]> {
  const attached: TypesetImage[] = [];
  for (const { name, read } of files) attached.push({ path: `/${name}`, bytes: await read() });
  return attached;
}
