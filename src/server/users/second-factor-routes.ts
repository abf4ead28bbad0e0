import { implement } from '@orpc/server';
import { secondFactor } from '#contract/second-factor.ts';
import { refuse } from '#core/refusal.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { beginTotp, confirmTotp, removeTotp, renewCodes } from './authenticator-app.ts';
import { enterSession } from './enter-session.ts';
import { addPasskey, askNewPasskey, removePasskey } from './passkeys.ts';
import { showSecondFactor } from './second-factor.ts';
import { refuseWrongPassword } from './sign-in.ts';

const on = implement(secondFactor).$context<RequestTools>().use(enterSession);

export const secondFactorRoutes = on.router({
  show: on.show.handler(({ context }) => showSecondFactor(context, personIn(context).id)),
  beginTotp: on.beginTotp.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    return beginTotp(context, personIn(context));
  }),
  confirmTotp: on.confirmTotp.handler(async ({ context, input }) =>
    withCodes(context, await confirmTotp(context, personIn(context), input.code)),
  ),
  removeTotp: on.removeTotp.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    await removeTotp(context, personIn(context).id);
    return showSecondFactor(context, personIn(context).id);
  }),
  renewRecoveryCodes: on.renewRecoveryCodes.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    return withCodes(context, await renewCodes(context, personIn(context).id));
  }),
  askNewPasskey: on.askNewPasskey.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    const { options, cookies } = await askNewPasskey(context, personIn(context));
    for (const cookie of cookies.getSetCookie()) context.reply.headers.append('set-cookie', cookie);
    return { options };
  }),
  addPasskey: on.addPasskey.handler(async ({ context, input }) =>
    withCodes(context, await addPasskey(context, personIn(context), input)),
  ),
  removePasskey: on.removePasskey.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    await removePasskey(context.db, personIn(context).id, input.passkey);
    return showSecondFactor(context, personIn(context).id);
  }),
});

function personIn({ user }: RequestTools) {
  return user ?? refuse('not_signed_in', {});
}

async function withCodes(context: RequestTools, recoveryCodes: string[]) {
  return { recoveryCodes, view: await showSecondFactor(context, personIn(context).id) };
}
