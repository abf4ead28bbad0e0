import type { z } from 'zod';
import type { SecurityEventView } from '#contract/security.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listSecurityEvents, type SecurityLook } from './queries.ts';

type Row = Awaited<ReturnType<typeof listSecurityEvents>>['rows'][number];
type Look = Pick<SecurityLook, 'event' | 'page' | 'perPage'>;

/** What an owner may look up: what happened in their company, and how those who work there signed in. */
export async function showSecurityLog({ db, companyId }: CompanyTools, look: Look) {
  const { rows, total } = await listSecurityEvents(db, { ...look, companyId });
  return { rows: rows.map((row) => viewOf(row, row.userName === null ? null : row.userId)), total };
}

/** As the API and the command line tell it. */
export function viewOf(row: Row, userId = row.userId): z.infer<typeof SecurityEventView> {
  const { id, firstAt, lastAt, times, event, code, machine, route, userName } = row;
  return {
    id,
    firstAt: firstAt.toString(),
    lastAt: lastAt.toString(),
    times,
    event,
    code,
    user: userId === null ? null : { id: userId, name: userName },
    machine,
    route,
  };
}
