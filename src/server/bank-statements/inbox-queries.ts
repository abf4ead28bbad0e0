import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { InboxProblem } from './tables.ts';

export type InboxFile = {
  readonly fileName: string;
  readonly size: bigint;
  readonly modifiedAt: Temporal.Instant;
  readonly problem: InboxProblem | null;
};

/** What the folder held at the last look, by name. */
export function listInboxFiles(trx: Trx, companyId: string) {
  return trx
    .selectFrom('bankInboxFile')
    .select(['fileName', 'size', 'modifiedAt', 'seenAt', 'problem'])
    .where('companyId', '=', companyId)
    .orderBy('fileName')
    .execute();
}

export function findInbox(trx: Trx, companyId: string) {
  return trx
    .selectFrom('bankInbox')
    .select(['lookedAt', 'problem'])
    .where('companyId', '=', companyId)
    .executeTakeFirst();
}

/** Remembers a look: what lies there now, and nothing of what is gone. */
export async function markLook(
  trx: Trx,
  companyId: string,
  look: { at: Temporal.Instant; files: readonly InboxFile[]; problem: InboxProblem | null },
): Promise<void> {
  const { at, files, problem } = look;
  await trx.deleteFrom('bankInboxFile').where('companyId', '=', companyId).execute();
  const rows = files.map((file) => ({
    file_name: file.fileName,
    size: file.size.toString(),
    modified_at: file.modifiedAt.toString(),
    problem: file.problem,
  }));
  await sql`
    insert into bank_inbox_file (company_id, file_name, size, modified_at, seen_at, problem)
    select ${companyId}::uuid, file_name, size, modified_at, ${at}, problem
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (file_name text, size bigint, modified_at timestamptz,
      problem jsonb)`.execute(trx);
  await sql`
    insert into bank_inbox (company_id, looked_at, problem)
    values (${companyId}, ${at}, ${problem && JSON.stringify(problem)}::jsonb)
    on conflict (company_id) do update set looked_at = excluded.looked_at, problem = excluded.problem`.execute(
    trx,
  );
}
