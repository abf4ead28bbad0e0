import { implement } from '@orpc/server';
import { imports } from '#contract/imports.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { dropMapping, keepMapping, showMappings } from './keep-mapping.ts';
import { showImport, showImports, showTable } from './show-import.ts';
import { cancelImport, startApply, startCheck } from './steer-import.ts';
import { undoImport } from './undo-import.ts';

const on = implement(imports).$context<RequestTools>().use(enterCompany);

export const importRoutes = on.router({
  list: on.list.handler(({ context, input }) => showImports(context, input)),
  show: on.show.handler(({ context, input }) => showImport(context, input.importId)),
  table: on.table.handler(async ({ context, input }) => ({ table: await showTable(context, input) })),
  check: on.check.handler(async ({ context, input }) => {
    await startCheck(context, input);
    return showImport(context, input.importId);
  }),
  apply: on.apply.handler(async ({ context, input }) => {
    await startApply(context, input);
    return showImport(context, input.importId);
  }),
  cancel: on.cancel.handler(async ({ context, input }) => {
    await cancelImport(context, input.importId);
    return showImport(context, input.importId);
  }),
  undo: on.undo.handler(async ({ context, input }) => {
    await undoImport(context, input.importId);
    return showImport(context, input.importId);
  }),
  listMappings: on.listMappings.handler(({ context }) => showMappings(context)),
  saveMapping: on.saveMapping.handler(async ({ context, input: { name, choices } }) => {
    await keepMapping(context, name, choices);
    return { name };
  }),
  removeMapping: on.removeMapping.handler(async ({ context, input: { name } }) => {
    await dropMapping(context, name);
    return { name };
  }),
});
