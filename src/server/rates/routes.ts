import { implement } from '@orpc/server';
import { rates } from '#contract/rates.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { giveRate, giveRates, type RatesTaken, undoRateChange, withdrawRate } from './give-rates.ts';
import { readRateFile } from './read-rate-file.ts';
import { showRateChanges, showRates } from './show-rates.ts';

const on = implement(rates).$context<RequestTools>().use(enterCompany);

export const rateRoutes = on.router({
  list: on.list.handler(({ context, input }) => showRates(context, input)),
  give: on.give.handler(async ({ context, input: { reason, replaceVerified, ...rate } }) =>
    view(await giveRate(context, { rate, reason, replaceVerified })),
  ),
  giveFile: on.giveFile.handler(async ({ context, input: { name, text, ...input } }) => {
    const rows = await readRateFile(new TextEncoder().encode(text), name);
    return view(await giveRates(context, { ...input, file: name, rates: rows }));
  }),
  withdraw: on.withdraw.handler(async ({ context, input }) => ({
    change: await withdrawRate(context, input),
  })),
  changes: on.changes.handler(({ context }) => showRateChanges(context)),
  undo: on.undo.handler(async ({ context, input }) => {
    await undoRateChange(context, input);
    return { ok: true as const };
  }),
});

function view({ problems, ...taken }: RatesTaken) {
  return { ...taken, problems: problems.map(({ code, facts, at }) => ({ code, facts: { ...facts }, at })) };
}
