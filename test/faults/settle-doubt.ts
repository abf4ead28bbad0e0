import type pg from 'pg';
import { startSending } from '#server/dunning-runs/send-run.ts';
import { settleDispatch } from '#server/notices/settle-dispatch.ts';
import type { ScriptedSmtp } from '#test/support/scripted-smtp.ts';
import { inside, type TestTools } from '#test/support/tools.ts';
import type { ApprovedRun } from './approved-run.ts';

/**
 * Settles what is not certain as a folder of sent mail would, which a server's accept log stands in for here: what it took was
 * sent, what it never had goes out again. @returns how many were not certain
 */
export async function settleByAcceptLog(
  tools: TestTools,
  pool: pg.Pool,
  { companyId }: ApprovedRun,
  { accepted }: Pick<ScriptedSmtp, 'accepted'>,
): Promise<number> {
  const taken = accepted.map(({ messageId }) => messageId).join('\n');
  const { rows } = await pool.query<{ id: string }>(
    `select id from dispatch where company_id = $1 and state = 'unknown'`,
    [companyId],
  );
  for (const { id } of rows)
    await settleDispatch(inside(tools, companyId), {
      dispatch: id,
      outcome: taken.includes(id) ? 'sent' : 'again',
    });
  return rows.length;
}

/** As a person does who finds on the worklist that a run has stopped: after a hundred deaths it is not begun again by itself. */
export async function sendRestWhereStopped(
  tools: TestTools,
  pool: pg.Pool,
  { companyId, runId }: ApprovedRun,
): Promise<void> {
  const { rows } = await pool.query<{ stopped: boolean }>(
    `select state = 'approved' and answer is not null as stopped from run where company_id = $1 and id = $2`,
    [companyId, runId],
  );
  if (rows[0]?.stopped) await startSending(inside(tools, companyId), { run: runId });
}
