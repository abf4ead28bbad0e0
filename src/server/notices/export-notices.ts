import { findFile } from '#server/files/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findNotice } from './queries.ts';
import { showNotices } from './show-notices.ts';

const PORTION = 200;

export type ExportedNotice = {
  readonly file: string;
  readonly notice: number;
  readonly debtor: string;
  readonly name: string;
  readonly level: number | null;
  readonly channel: string;
  readonly state: string;
  readonly currency: string;
  readonly total: string;
  readonly issuedOn: string;
  readonly deadlineOn: string;
  readonly sha256: string | null;
};

/** Hands every letter of a run to `keep`, one at a time, as it was issued; and returns the index, by number. */
export async function exportNotices(
  tools: CompanyTools,
  runId: string,
  keep: (file: string, bytes: Buffer) => Promise<void>,
): Promise<ExportedNotice[]> {
  const index: ExportedNotice[] = [];
  for (let page = 1; ; page += 1) {
    const { rows, total } = await showNotices(tools, { run: runId, page, perPage: PORTION });
    for (const row of rows) {
      const { found, pdf } = await readLetter(tools, row.id);
      const file = `${String(row.number).padStart(6, '0')}-${row.debtor.number.replace(/[^\w.-]+/g, '_')}.pdf`;
      if (pdf) await keep(file, pdf.bytes);
      index.push({
        file: pdf ? file : '',
        notice: row.number,
        debtor: row.debtor.number,
        name: row.debtor.name,
        level: row.level,
        channel: row.channel,
        state: row.undoneAt ? 'undone' : row.state,
        currency: row.total.currency,
        total: row.total.amount,
        issuedOn: row.issuedOn,
        deadlineOn: row.deadlineOn,
        sha256: found?.pdfSha256 ?? null,
      });
    }
    if (page * PORTION >= total) return index.sort((one, other) => one.notice - other.notice);
  }
}

function readLetter(tools: CompanyTools, noticeId: string) {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const found = await findNotice(trx, companyId, noticeId);
    const pdf = found?.pdfFileId ? await findFile(trx, companyId, found.pdfFileId) : undefined;
    return { found, pdf };
  });
}
