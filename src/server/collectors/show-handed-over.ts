import { sql } from 'kysely';
import type { HandedOverDossier } from '#contract/collectors.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';

/** An item that somebody outside has now, with all that they may know of it. @throws Refusal open_item_unknown */
export async function showHandedOver(
  tools: CompanyTools,
  { item }: { item: string },
): Promise<HandedOverDossier> {
  const { companyId } = tools;
  const { found, notices, reports } = await inCompany(tools, async (trx) => ({
    found: (await findDossier(trx, companyId, item)) ?? refuse('open_item_unknown', { item }),
    notices: await listNotices(trx, companyId, item),
    reports: await listReports(trx, companyId, item),
  }));
  const names = await listUserNames(tools.db, [
    found.collectorId,
    ...reports.map(({ collectorId }) => collectorId),
  ]);
  const { currency, amountMinor, openMinor, collectorId, debtor, creditor } = found;
  const view = (minor: bigint) => ({ amount: toDecimal(money(minor, currency)), currency });
  return {
    item,
    document: found.number,
    kind: found.kind,
    issuedOn: found.issuedOn.toString(),
    dueOn: found.dueOn.toString(),
    amount: view(amountMinor),
    open: view(openMinor),
    to: found.givenTo,
    handedOn: found.handedOn.toString(),
    collector: collectorId === null ? null : { id: collectorId, name: names.get(collectorId) ?? '' },
    debtor,
    creditor,
    notices: notices.map(({ openMinor: asked, issuedOn, ...notice }) => ({
      ...notice,
      issuedOn: issuedOn.toString(),
      open: view(asked),
    })),
    reports: reports.map(({ collectorId: by, reportedAt, kind, note }) => ({
      kind,
      note,
      reportedAt: reportedAt.toString(),
      by: names.get(by) ?? '',
    })),
  };
}

type Found = Pick<HandedOverDossier, 'kind' | 'debtor' | 'creditor'> & {
  number: string;
  issuedOn: Temporal.PlainDate;
  dueOn: Temporal.PlainDate;
  handedOn: Temporal.PlainDate;
  amountMinor: bigint;
  openMinor: bigint;
  currency: Currency;
  givenTo: string;
  collectorId: string | null;
};

async function findDossier(trx: Trx, companyId: string, item: string): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select d.number, d.kind, d.issued_on, i.due_on, h.handed_on, i.amount_minor, i.open_minor, i.currency, h.given_to,
      h.collector_id,
      json_build_object('number', b.number, 'name', b.name, 'kind', b.kind, 'language', b.language, 'street', b.street,
        'postalCode', b.postal_code, 'city', b.city, 'country', b.country, 'email', b.email, 'phone', b.phone,
        'vatNumber', b.vat_number) as debtor,
      json_build_object('name', c.name, 'phone', c.phone, 'email', c.email, 'iban', c.iban) as creditor
    from hand_over h
    join due_item i on i.company_id = h.company_id and i.id = h.due_item_id
    join document d on d.company_id = i.company_id and d.id = i.document_id
    join debtor b on b.company_id = h.company_id and b.id = h.debtor_id
    join company c on c.id = h.company_id
    where h.company_id = ${companyId} and h.due_item_id = ${item} and h.taken_back_on is null`.execute(trx);
  return rows[0];
}

/** The reminders that asked for it; how much of it each one asked for. */
function listNotices(trx: Trx, companyId: string, item: string) {
  return trx
    .selectFrom('noticeLine as line')
    .innerJoin('notice', (join) =>
      join.onRef('notice.companyId', '=', 'line.companyId').onRef('notice.id', '=', 'line.noticeId'),
    )
    .select([
      'notice.number',
      'notice.issuedOn',
      'notice.stepKind',
      'line.level',
      'notice.channel',
      'line.openMinor',
    ])
    .where('line.companyId', '=', companyId)
    .where('line.dueItemId', '=', item)
    .where('line.undone', '=', false)
    .where('notice.undoneAt', 'is', null)
    .orderBy('notice.number', 'desc')
    .execute();
}

function listReports(trx: Trx, companyId: string, item: string) {
  return trx
    .selectFrom('collectorReport')
    .select(['kind', 'note', 'reportedAt', 'collectorId'])
    .where('companyId', '=', companyId)
    .where('dueItemId', '=', item)
    .orderBy('reportedAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}
