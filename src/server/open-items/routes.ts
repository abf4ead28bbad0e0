import { implement } from '@orpc/server';
import { openItems } from '#contract/open-items.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { setLevel } from './set-level.ts';
import { showItem, showItems } from './show-item.ts';

const on = implement(openItems).$context<RequestTools>().use(enterCompany);

export const openItemRoutes = on.router({
  list: on.list.handler(({ context, input }) => showItems(context, input)),
  show: on.show.handler(({ context, input }) => showItem(context, input)),
  setLevel: on.setLevel.handler(async ({ context, input }) => {
    await setLevel(context, input);
    return showItem(context, input);
  }),
});
