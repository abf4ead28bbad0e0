import type { z } from 'zod';
import type { DoubtView } from '#contract/notices.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type LookRow, listDoubtful, listLooks } from './look-queries.ts';

type View = z.infer<typeof DoubtView>;

/** What is known of each mail whose answer was lost, the longest in doubt first: a page of two hundred, and how many there are. */
export function showDoubtful(
  tools: CompanyTools,
  filter: { debtor?: string | undefined; dispatch?: string | undefined } = {},
): Promise<{ rows: View[]; total: number }> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const found = await listDoubtful(trx, companyId, filter);
    const looks = await listLooks(
      trx,
      companyId,
      found.map(({ id }) => id),
    );
    return { rows: found.map((row) => viewOf(row, looks)), total: Number(found[0]?.total ?? 0n) };
  });
}

function viewOf(row: Awaited<ReturnType<typeof listDoubtful>>[number], looks: readonly LookRow[]): View {
  return {
    id: row.id,
    channel: row.channel,
    notice: { id: row.noticeId, number: row.number },
    debtor: { id: row.debtorId, number: row.debtorNumber, name: row.debtorName },
    to: row.addressees.to.map(({ address }) => address),
    answer: row.answer === '' ? null : row.answer,
    transport: row.transport,
    // The provider's account stands behind #, for us alone.
    via: row.via?.replace(/#.*$/, '') ?? null,
    offeredAt: row.transmittingAt?.toString() ?? null,
    looks: looks
      .filter(({ dispatchId }) => dispatchId === row.id)
      .map(({ lookedAt, lookedBy, outcome, answer }) => ({
        at: lookedAt.toString(),
        byPerson: lookedBy !== null,
        outcome,
        answer: answer === '' ? null : answer,
      })),
    nextLookAt: row.nextLookAt?.toString() ?? null,
    traceable: row.transport === 'sent_folder' || (row.transport === 'keyed' && row.nextLookAt !== null),
  };
}
