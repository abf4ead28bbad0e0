import { implement } from '@orpc/server';
import { personalData } from '#contract/personal-data.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { eraseDue, erasePerson, previewErasures } from './erase-persons.ts';
import { restrictPerson, unrestrictPerson } from './restrict-person.ts';
import { changeRetention, showRetention } from './retention.ts';
import { showPersonalState } from './show-state.ts';

const on = implement(personalData).$context<RequestTools>().use(enterCompany);
const done = { done: true } as const;

export const personalDataRoutes = on.router({
  retention: on.retention.handler(({ context }) => showRetention(context)),
  changeRetention: on.changeRetention.handler(async ({ context, input }) => {
    await changeRetention(context, input);
    return done;
  }),
  preview: on.preview.handler(async ({ context }) => {
    const { persons, files } = await previewErasures(context);
    return {
      persons: persons.map(({ debtorId, number, name, keptUntil, documents, notices, contacts }) => ({
        ...{ id: debtorId, number, name, keptUntil: keptUntil.toString() },
        ...{ documents: Number(documents), notices: Number(notices), contacts: Number(contacts) },
      })),
      files: files.map(({ fileId, name, keptUntil }) => ({
        id: fileId,
        name,
        keptUntil: keptUntil.toString(),
      })),
    };
  }),
  eraseDue: on.eraseDue.handler(({ context, input }) => eraseDue(context, input)),
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
