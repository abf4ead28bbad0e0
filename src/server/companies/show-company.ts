import type { z } from 'zod';
import type { CompanyView } from '#contract/companies.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findUser } from '#server/users/queries.ts';
import { mailSenderOf } from './mail-sender.ts';
import { hasMailServer, shownMailServer } from './mail-server.ts';
import { findCompany, hasReviewedRun } from './queries.ts';

type View = z.infer<typeof CompanyView>;

/** A company as its settings show it, and what it still lacks to leave test mode. */
export function showCompany(tools: CompanyTools): Promise<View> {
  return inCompany(tools, (trx) => viewCompany(trx, tools));
}

export async function viewCompany(trx: Trx, tools: CompanyTools): Promise<View> {
  const company = await findCompany(trx, tools.companyId);
  const issuer = tools.actor === null ? undefined : await findUser(tools.db, tools.actor);
  const sender = mailSenderOf(company, issuer ?? null);
  const { smtpUrlSealed: _, demoLoadedAt: __, createdAt, testMailReceivedAt, ...shown } = company;
  const { mailFromName, mailFromAddress, mailReplyTo, mailCopyTo, mailSubjectMark, ...others } = shown;
  const { releaseDelaySeconds, ...particulars } = others;
  return {
    ...particulars,
    mail: {
      fromName: mailFromName,
      fromAddress: mailFromAddress,
      replyTo: mailReplyTo,
      copyTo: mailCopyTo,
      releaseDelaySeconds,
      subjectMark: mailSubjectMark,
      smtp: shownMailServer(tools, company),
      ready: hasMailServer(tools, company),
      sender: { address: sender.from.address, guessed: sender.isGuessed },
    },
    liveNeeds: company.mode === 'live' ? [] : await listLiveNeeds(trx, tools.companyId, testMailReceivedAt),
  };
}

async function listLiveNeeds(trx: Trx, companyId: string, testMailReceivedAt: Temporal.Instant | null) {
  const needs: View['liveNeeds'] = testMailReceivedAt === null ? ['test_mail'] : [];
  return (await hasReviewedRun(trx, companyId)) ? needs : [...needs, 'reviewed_run' as const];
}
