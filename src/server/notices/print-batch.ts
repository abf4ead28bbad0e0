import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { findFile } from '#server/files/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { joinPdfs } from '#server/platform/join-pdfs.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findSendStops, refuseStopped } from '#server/send-stops/find-send-stops.ts';
import { label } from '#server/texts/words.ts';
import { listLettersToPrint } from './queries.ts';

/**
 * All letters of a run in one PDF, in postal order: what is handed to the printer.
 * @throws Refusal run_unknown, print_batch_empty, sending_stopped
 */
export async function printBatch(tools: CompanyTools, { run }: { run: string }): Promise<File> {
  const { companyId } = tools;
  const { found, letters, language, stops } = await inCompany(tools, async (trx) => ({
    found: await trx
      .selectFrom('run')
      .select(['number', 'plannedAt'])
      .where('companyId', '=', companyId)
      .where('id', '=', run)
      .executeTakeFirst(),
    letters: await listLettersToPrint(trx, companyId, run),
    language: (await findCompany(trx, companyId)).language,
    stops: await findSendStops(trx, companyId),
  }));
  if (!found) return refuse('run_unknown', { run });
  if (letters.length === 0) refuse('print_batch_empty', { run: String(found.number) });
  refuseStopped(stops);
  const title = label(language, 'printBatch', { run: String(found.number) });
  const bytes = await joinPdfs(bytesOf(tools, letters), { title, madeAt: found.plannedAt });
  return new File([new Uint8Array(bytes)], `${title}.pdf`, { type: 'application/pdf' });
}

/** One letter in memory at a time. */
async function* bytesOf(tools: CompanyTools, letters: readonly { fileId: string }[]) {
  for (const { fileId } of letters) {
    const file = await inCompany(tools, (trx) => findFile(trx, tools.companyId, fileId));
    if (file) yield file.bytes;
  }
}
