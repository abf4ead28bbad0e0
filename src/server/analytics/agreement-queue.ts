import { type RawBuilder, sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import { IS_ABOUT, isBroken, PAID } from '#server/promises/standing.ts';
import type { CompanyDay } from './company-day.ts';

/** What a promise, a dispute or a hold on the worklist is about. */
export type AgreementFacts = {
  readonly id: string;
  /** Of a promise: what was promised and what was paid of it. Of a dispute: what is contested. */
  readonly amountMinor: string | null;
  readonly paidMinor: string | null;
  readonly currency: Currency | null;
  /** The day promised, the day to answer, the day to look at a hold again. */
  readonly on: string;
  readonly itemId: string | null;
  readonly document: string | null;
  /** Of a hold: what somebody wrote. */
  readonly reason: string | null;
  /** Of a dispute: the debtor is right, and its credit note has not come. */
  readonly isToCredit: boolean;
};

/**
 * The common table expression `agreed`: promises that were broken, disputes to answer and holds to look at again, in that
 * order. A broken promise is dealt with once it is paid, once its debtor was contacted or has promised again since, or once
 * somebody says so.
 */
export function agreed({ companyId, today }: CompanyDay): RawBuilder<unknown> {
  return sql`agreed as materialized (
      select 'promise_broken' as kind, 6 as rank, p.id, p.debtor_id, p.promised_on as due_on
      from promise p
      join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
      where p.company_id = ${companyId} and p.seen_at is null and ${isBroken(today)}
        and (d.contacted_on is null or d.contacted_on <= p.deadline_on)
        and exists (select from due_item i where i.company_id = p.company_id and i.open_minor > 0 and ${IS_ABOUT})
        and not exists (select from promise later where later.company_id = p.company_id and later.debtor_id = p.debtor_id
          and later.withdrawn_at is null and later.made_on > p.deadline_on)
      union all
      select 'dispute', 7, x.id, x.debtor_id, x.answer_on
      from dispute x
      where x.company_id = ${companyId} and x.state <> 'closed' and x.answer_on <= ${today}
      union all
      select 'hold_review', 8, h.id, h.debtor_id, h.review_on
      from hold h
      where h.company_id = ${companyId} and h.released_at is null and h.review_on <= ${today}
        and coalesce(h.until_on, 'infinity') >= ${today}
    )`;
}

/** What an entry `page` of the queue is about, as jsonb; null where it is none of these. */
export function agreementOf({ companyId }: CompanyDay): RawBuilder<AgreementFacts | null> {
  return sql<AgreementFacts | null>`case page.kind
    when 'promise_broken' then (
      select jsonb_build_object('id', p.id, 'amountMinor', p.amount_minor::text, 'paidMinor', ${PAID}::text,
        'currency', p.currency, 'on', p.promised_on, 'itemId', null, 'document', null, 'reason', null, 'isToCredit', false)
      from promise p where p.company_id = ${companyId} and p.id = page.id)
    when 'dispute' then (
      select jsonb_build_object('id', x.id, 'amountMinor', coalesce(x.amount_minor, i.open_minor)::text, 'paidMinor', null,
        'currency', x.currency, 'on', x.answer_on, 'itemId', i.id, 'document', doc.number, 'reason', null,
        'isToCredit', x.state = 'to_credit')
      from dispute x
      join due_item i on i.company_id = x.company_id and i.id = x.due_item_id
      join document doc on doc.company_id = i.company_id and doc.id = i.document_id
      where x.company_id = ${companyId} and x.id = page.id)
    when 'hold_review' then (
      select jsonb_build_object('id', h.id, 'amountMinor', null, 'paidMinor', null, 'currency', null, 'on', h.review_on,
        'itemId', i.id, 'document', doc.number, 'reason', h.reason, 'isToCredit', false)
      from hold h
      left join due_item i on i.company_id = h.company_id and i.id = h.due_item_id
      left join document doc on doc.company_id = i.company_id and doc.id = i.document_id
      where h.company_id = ${companyId} and h.id = page.id)
    end`;
}
