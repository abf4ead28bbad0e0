import { implement } from '@orpc/server';
import { installation } from '#contract/installation.ts';
import { backUpNowJob } from '#server/backups/jobs.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import { inCompany } from '#server/platform/db.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { refuseStaleRelease } from '#server/security/check-release.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import { isInstallationOwner } from '#server/send-stops/queries.ts';
import { releaseSending } from '#server/send-stops/release-sending.ts';
import { enterSession } from '#server/users/enter-session.ts';
import { listInstallationStops, refuseOthers, showStatus, viewStop } from './show-status.ts';

const onCompany = implement(installation).$context<RequestTools>().use(enterCompany);
const on = implement(installation).$context<RequestTools>().use(enterSession);

const mayRelease = async ({ db, user }: RequestTools) => user !== null && isInstallationOwner(db, user.id);

export const installationRoutes = implement(installation)
  .$context<RequestTools>()
  .router({
    companySendStops: onCompany.companySendStops.handler(async ({ context }) => ({
      stops: (await inCompany(context, (trx) => findSendStops(trx, context.companyId))).map(viewStop),
      mayRelease: await mayRelease(context),
    })),
    sendStops: on.sendStops.handler(async ({ context }) => ({
      stops: await listInstallationStops(context),
      mayRelease: await mayRelease(context),
    })),
    status: on.status.handler(async ({ context }) => {
      await refuseOthers(context);
      return showStatus(context);
    }),
    release: on.release.handler(async ({ context, input }) => {
      const { id, secondFactorAt } = await refuseOthers(context);
      refuseStaleRelease({ ...context, secondFactorAt });
      await releaseSending(context, { ...input, by: id });
      return showStatus(context);
    }),
    backUp: on.backUp.handler(async ({ context }) => {
      await refuseOthers(context);
      await context.db.transaction().execute((trx) => context.queue.add(trx, backUpNowJob, {}));
      return showStatus(context);
    }),
  });
