import { implement } from '@orpc/server';
import { mailTransports } from '#contract/mail-transports.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { changeSentFolder, forgetSentFolder } from './change-sent-folder.ts';
import { lookAtProbe, probeSentFolder } from './probe-sent-folder.ts';
import { showTransport } from './show-transport.ts';

const on = implement(mailTransports).$context<RequestTools>().use(enterCompany);

export const mailTransportRoutes = on.router({
  show: on.show.handler(({ context }) => showTransport(context)),
  changeSentFolder: on.changeSentFolder.handler(async ({ context, input }) => {
    await changeSentFolder(context, input);
    return showTransport(context);
  }),
  removeSentFolder: on.removeSentFolder.handler(async ({ context }) => {
    await forgetSentFolder(context);
    return showTransport(context);
  }),
  probe: on.probe.handler(async ({ context }) => {
    await probeSentFolder(context);
    return showTransport(context);
  }),
  lookAtProbe: on.lookAtProbe.handler(async ({ context }) => {
    await lookAtProbe(context);
    return showTransport(context);
  }),
});
