import { implement } from '@orpc/server';
import { personalData } from '#contract/personal-data.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { erasePerson } from './erase-persons.ts';
import { confirmErasures, prepareErasures, withdrawErasures } from './erasure-lists.ts';
import { previewErasures } from './preview-erasures.ts';
import { restrictPerson, unrestrictPerson } from './restrict-person.ts';
import { changeRetention, previewRetention, resetRetention, showRetention } from './retention.ts';
import { showErasureLists } from './show-lists.ts';
import { showPersonalState } from './show-state.ts';
import { dayView, previewView } from './views.ts';

const on = implement(personalData).$context<RequestTools>().use(enterCompany);
const done = { done: true } as const;

export const personalDataRoutes = on.router({
  retention: on.retention.handler(({ context }) => showRetention(context)),
  changeRetention: on.changeRetention.handler(async ({ context, input }) => {
    await changeRetention(context, input);
    return done;
  }),
  previewRetention: on.previewRetention.handler(async ({ context, input }) => {
    const { before, after } = await previewRetention(context, input);
    return { before: before.map(dayView), after: after.map(dayView) };
  }),
  resetRetention: on.resetRetention.handler(async ({ context, input }) => {
    await resetRetention(context, input);
    return done;
  }),
  preview: on.preview.handler(async ({ context, input: { on: day } }) =>
    previewView(await previewErasures(context, { on: day ? Temporal.PlainDate.from(day) : null })),
  ),
  lists: on.lists.handler(({ context }) => showErasureLists(context)),
  prepare: on.prepare.handler(async ({ context, input }) => ({
    list: await prepareErasures(context, input),
  })),
  confirm: on.confirm.handler(({ context, input }) => confirmErasures(context, input)),
  withdraw: on.withdraw.handler(async ({ context, input }) => {
    await withdrawErasures(context, input);
    return done;
  }),
  erase: on.erase.handler(async ({ context, input }) => {
    await erasePerson(context, input);
    return done;
  }),
  state: on.state.handler(({ context, input }) => showPersonalState(context, input)),
  restrict: on.restrict.handler(async ({ context, input }) => {
    await restrictPerson(context, input);
    return done;
  }),
  unrestrict: on.unrestrict.handler(async ({ context, input }) => {
    await unrestrictPerson(context, input);
    return done;
  }),
});
