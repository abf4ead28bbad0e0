import { implement } from '@orpc/server';
import { companies } from '#contract/companies.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { enterSession } from '#server/users/enter-session.ts';
import { changeCompany, changeMail } from './change-company.ts';
import { createCompany } from './create-company.ts';
import { createDemo } from './create-demo.ts';
import { enterCompany } from './enter-company.ts';
import { goLive } from './go-live.ts';
import { findMyCompany } from './my-company.ts';
import { confirmTestMail, sendTestMail } from './send-test-mail.ts';
import { showCompany } from './show-company.ts';

const outside = implement(companies).$context<RequestTools>().use(enterSession);
const on = implement(companies).$context<RequestTools>().use(enterCompany);

export const companyRoutes = implement(companies)
  .$context<RequestTools>()
  .router({
    create: outside.create.handler(async ({ context, input }) => {
      const userId = context.user?.id ?? '';
      const { key } = await createCompany(context, input, userId);
      return findMyCompany(
        context,
        { id: userId, secondFactorAt: context.user?.secondFactorAt ?? null },
        key,
      );
    }),
    createDemo: outside.createDemo.handler(({ context }) =>
      createDemo(context, context.user?.id ?? '', context.user?.secondFactorAt ?? null),
    ),
    show: on.show.handler(({ context }) => showCompany(context)),
    change: on.change.handler(({ context, input: { company: _, ...given } }) =>
      changeCompany(context, given),
    ),
    changeMail: on.changeMail.handler(({ context, input: { company: _, ...given } }) =>
      changeMail(context, given),
    ),
    sendTestMail: on.sendTestMail.handler(({ context }) => sendTestMail(context)),
    confirmTestMail: on.confirmTestMail.handler(({ context, input }) => confirmTestMail(context, input.code)),
    goLive: on.goLive.handler(({ context }) => goLive(context)),
  });
