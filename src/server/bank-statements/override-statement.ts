import { stateOfFormat, whyNotOverride } from '#core/bank/statement-states.ts';
import { refuse } from '#core/refusal.ts';
import { inCompanyBulk } from '#server/platform/bulk.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findBankFile } from './file-queries.ts';
import { listNewLines, queueMatching, stageStored } from './import-bank-file.ts';
import { findStatement, lockStatement } from './statement-queries.ts';
import { takeInOverridden } from './take-in.ts';
import { lockBank } from './trace-file.ts';

/**
 * Takes a refused statement in against its own sums, because a person says so: its lines are read again from the file
 * as it came. Who said it, when and why stays on the statement. @throws Refusal
 */
export function overrideStatement(
  tools: CompanyTools,
  { statementId, reason }: { statementId: string; reason: string },
): Promise<void> {
  const { companyId, clock, actor } = tools;
  return inCompanyBulk(tools, async (trx, bulk) => {
    await lockBank(trx, companyId);
    const locked = await lockStatement(trx, companyId, statementId);
    const found = locked && (await findStatement(trx, companyId, statementId));
    if (!found) return refuse('statement_unknown', {});
    const statement = found.number ?? found.closedOn?.toString() ?? '?';
    if (whyNotOverride(found.state)) refuse('statement_not_refused', { statement });
    const file = await findBankFile(trx, found.bankFileId);
    if (!file) throw new Error('a statement without its file');
    const staged = await stageStored(tools, trx, bulk, file, { only: found.position });
    const [again] = staged.statements;
    if (staged.refusedBy || again?.digest !== found.digest) {
      return refuse('bank_file_unreadable_now', { file: file.fileName, statement });
    }
    await trx
      .updateTable('bankStatement')
      .set({ state: stateOfFormat(found.format), overriddenBy: actor, overriddenAt: clock.now() })
      .set({ overrideReason: reason })
      .where('companyId', '=', companyId)
      .where('id', '=', statementId)
      .execute();
    await takeInOverridden(trx, tools, { ...again, id: statementId, problem: null }, found);
    const facts = { account: found.accountNumber, statement, reason };
    const entry = { kind: 'statement_overridden' as const, facts, at: clock.now(), actor };
    await addTimelineEntries(trx, companyId, [entry]);
    await queueMatching(tools, trx, await listNewLines(trx, companyId, [statementId]));
  });
}
