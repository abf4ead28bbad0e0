import type { z } from 'zod';
import type { TimelineHeadView } from '#contract/timeline.ts';
import { readAnswer } from '#core/dunning/run-answer.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findHead } from './chain.ts';
import { findHeadMailFailure, findLastHeadMail } from './head-mail-queries.ts';

/** How far the timeline has come, where that is mailed, and what became of the last mail. */
export function showHead(tools: CompanyTools): Promise<z.output<typeof TimelineHeadView>> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const head = await findHead(trx, companyId);
    const { headMailTo } = await findCompany(trx, companyId);
    const last = await findLastHeadMail(trx, companyId);
    const failure = await findHeadMailFailure(trx, companyId);
    return {
      count: Number(head.count),
      hash: head.hash,
      mailTo: headMailTo,
      last: last
        ? {
            on: last.mailedOn.toString(),
            to: last.toldTo,
            state: last.state,
            at: (last.endedAt ?? last.begunAt).toString(),
          }
        : null,
      failure: failure && { since: failure.since.toString(), answer: readAnswer(failure.answer) },
    };
  });
}
