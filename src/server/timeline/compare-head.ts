import { type HeadAnswer, judgeHead, type PrintedHead } from '#core/timeline/head.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findHashAt, findHead } from './chain.ts';

/** Whether a head that was printed or mailed is of these data, of newer ones that were lost, or of others. */
export function compareHead(tools: CompanyTools, printed: PrintedHead): Promise<HeadAnswer> {
  return inCompany(tools, async (trx) => {
    const head = await findHead(trx, tools.companyId);
    const then = await findHashAt(trx, tools.companyId, printed.count);
    return judgeHead(printed, { head, then });
  });
}
