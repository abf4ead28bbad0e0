import type { z } from 'zod';
import type { TransportView } from '#contract/mail-transports.ts';
import { mailServerOf } from '#server/companies/mail-server.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { SentFolderTable } from '#server/companies/tables.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findSentFolder } from './queries.ts';
import { folderVia, mailboxName, transportOf } from './transport-of.ts';

type View = z.infer<typeof TransportView>;

/** What the company's way of sending can prove, and what is known of its folder of sent mail. */
export function showTransport(tools: CompanyTools): Promise<View> {
  return inCompany(tools, async (trx) => {
    const company = await findCompany(trx, tools.companyId);
    const url = mailServerOf(tools, company);
    const row = await findSentFolder(trx, tools.companyId);
    const transport = url === null ? null : await transportOf(trx, tools, url);
    return {
      kind: transport?.kind ?? null,
      // The provider's account stands behind #, for us alone.
      via: transport?.via.replace(/#.*$/, '') ?? null,
      sentFolder: row ? folderView(tools, row, url) : null,
    };
  });
}

function folderView(tools: CompanyTools, row: SentFolderTable, url: string | null) {
  const isOther = url !== null && row.probeVia !== null && row.probeVia !== folderVia(tools, url, row);
  return {
    mailbox: mailboxName(tools, { ...row, folder: null }),
    folder: row.folder,
    state: isOther ? ('other_server' as const) : (row.probeState ?? ('untried' as const)),
    at: row.probedAt?.toString() ?? null,
    answer: row.probeAnswer,
  };
}
