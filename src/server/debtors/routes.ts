import { implement } from '@orpc/server';
import { mayCall } from '#contract/access.ts';
import { debtors } from '#contract/debtors.ts';
import { refuse } from '#core/refusal.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { addNote } from './add-note.ts';
import { changeDebtor } from './change-debtor.ts';
import { addContact, changeContact, removeContact } from './keep-contact.ts';
import { addGroup, changeGroup, removeGroup } from './keep-group.ts';
import { listDebtors } from './list-debtors.ts';
import { moveToGroup, undoGroupMove } from './move-to-group.ts';
import { placeHolds } from './place-holds.ts';
import { releaseHold } from './release-hold.ts';
import { showDebtor } from './show-debtor.ts';
import { showGroup, showGroups } from './show-groups.ts';
import { showHolds } from './show-holds.ts';
import { undoHolds } from './undo-holds.ts';

const on = implement(debtors).$context<RequestTools>().use(enterCompany);
const ok = { ok: true as const };

export const debtorRoutes = on.router({
  list: on.list.handler(({ context, input }) => {
    if (input.view === 'restricted' && !mayCall(context.role, 'owner'))
      return refuse('role_insufficient', { role: 'owner' });
    return listDebtors(context, input);
  }),
  show: on.show.handler(({ context, input }) => showDebtor(context, input)),
  change: on.change.handler(async ({ context, input }) => {
    await changeDebtor(context, input);
    return showDebtor(context, input);
  }),
  addContact: on.addContact.handler(async ({ context, input }) => {
    await addContact(context, { debtor: input.debtor, contact: input });
    return showDebtor(context, input);
  }),
  changeContact: on.changeContact.handler(async ({ context, input }) => {
    await changeContact(context, { debtor: input.debtor, contactId: input.contact, contact: input });
    return showDebtor(context, input);
  }),
  removeContact: on.removeContact.handler(async ({ context, input }) => {
    await removeContact(context, { debtor: input.debtor, contactId: input.contact });
    return showDebtor(context, input);
  }),
  addNote: on.addNote.handler(async ({ context, input }) => {
    await addNote(context, input);
    return ok;
  }),
  listHolds: on.listHolds.handler(({ context, input }) => showHolds(context, input)),
  placeHolds: on.placeHolds.handler(async ({ context, input }) => {
    const holds = await placeHolds(context, input);
    return { placed: holds.length, holds };
  }),
  undoHolds: on.undoHolds.handler(async ({ context, input }) => {
    await undoHolds(context, input);
    return ok;
  }),
  releaseHold: on.releaseHold.handler(async ({ context, input }) => {
    await releaseHold(context, input);
    return ok;
  }),
  listGroups: on.listGroups.handler(({ context }) => showGroups(context)),
  addGroup: on.addGroup.handler(async ({ context, input }) =>
    showGroup(context, { group: await addGroup(context, input) }),
  ),
  changeGroup: on.changeGroup.handler(async ({ context, input }) => {
    await changeGroup(context, input);
    return showGroup(context, input);
  }),
  removeGroup: on.removeGroup.handler(async ({ context, input }) => {
    await removeGroup(context, input);
    return ok;
  }),
  moveToGroup: on.moveToGroup.handler(async ({ context, input }) => {
    const before = await moveToGroup(context, input);
    return { moved: before.reduce((sum, { debtors }) => sum + debtors.length, 0), before };
  }),
  undoGroupMove: on.undoGroupMove.handler(async ({ context, input }) => {
    await undoGroupMove(context, input);
    return ok;
  }),
});
