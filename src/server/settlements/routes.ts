import { implement } from '@orpc/server';
import { settlements } from '#contract/settlements.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { CompanyTools, RequestTools } from '#server/platform/tools.ts';
import { acceptMatch, acceptMatches } from './accept-match.ts';
import { changeSettlementPolicy, showSettlementPolicy } from './change-policy.ts';
import { forgetIban } from './forget-iban.ts';
import { addRule, changeRule, orderRules, removeRule, showRules } from './keep-rules.ts';
import { matchLines } from './match-lines.ts';
import { previewRule } from './preview-rule.ts';
import { resolveDifference } from './resolve-difference.ts';
import { ignoreLine, putLineOff } from './set-line-aside.ts';
import { settleLine } from './settle-line.ts';
import { showDesk, showLine } from './show-desk.ts';
import { showProvisional } from './show-provisional.ts';
import {
  showDebtorSettlements,
  showItemSettlements,
  showLatest,
  showSettlement,
} from './show-settlements.ts';
import { undoSettlements } from './undo-settlements.ts';

const on = implement(settlements).$context<RequestTools>().use(enterCompany);
const ok = { ok: true as const };

export const settlementRoutes = on.router({
  desk: on.desk.handler(({ context, input }) => showDesk(context, input)),
  line: on.line.handler(({ context, input }) => showLine(context, input)),
  settle: on.settle.handler(({ context, input }) => decided(context, input, settleLine(context, input))),
  accept: on.accept.handler(({ context, input }) => decided(context, input, acceptMatch(context, input))),
  acceptMany: on.acceptMany.handler(({ context, input }) => acceptMatches(context, input)),
  ignore: on.ignore.handler(({ context, input }) => decided(context, input, ignoreLine(context, input))),
  later: on.later.handler(({ context, input }) => decided(context, input, putLineOff(context, input))),
  undo: on.undo.handler(async ({ context, input }) => {
    const { undone, lines } = await undoSettlements(context, input);
    return { undone, lines: [...lines] };
  }),
  show: on.show.handler(({ context, input }) => showSettlement(context, input)),
  latest: on.latest.handler(({ context, input }) => showLatest(context, input)),
  ofItem: on.ofItem.handler(({ context, input }) => showItemSettlements(context, input)),
  ofDebtor: on.ofDebtor.handler(({ context, input }) => showDebtorSettlements(context, input)),
  forgetIban: on.forgetIban.handler(async ({ context, input }) => {
    await forgetIban(context, input);
    return ok;
  }),
  match: on.match.handler(({ context, input }) => matchLines(context, { lineIds: input.lines })),
  policy: on.policy.handler(({ context }) => showSettlementPolicy(context)),
  changePolicy: on.changePolicy.handler(({ context, input }) => changeSettlementPolicy(context, input)),
  rules: on.rules.handler(({ context }) => showRules(context)),
  addRule: on.addRule.handler(({ context, input }) => addRule(context, input)),
  changeRule: on.changeRule.handler(({ context, input }) => changeRule(context, input)),
  removeRule: on.removeRule.handler(async ({ context, input }) => {
    await removeRule(context, input);
    return ok;
  }),
  orderRules: on.orderRules.handler(({ context, input }) => orderRules(context, input)),
  previewRule: on.previewRule.handler(({ context, input }) => previewRule(context, input)),
  provisional: on.provisional.handler(({ context, input }) => showProvisional(context, input)),
  resolve: on.resolve.handler(async ({ context, input }) => {
    await resolveDifference(context, input);
    return ok;
  }),
});

/** What was done, and the line as it stands now. */
async function decided(tools: CompanyTools, { line }: { line: string }, made: Promise<string>) {
  const settlement = await made;
  return { settlement, line: await showLine(tools, { line }) };
}
