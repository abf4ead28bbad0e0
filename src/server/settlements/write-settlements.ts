import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { withdrawNotices } from '#server/notices/withdraw-notices.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { followPayments } from '#server/promises/follow-payments.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { matchLinesJob } from './jobs.ts';
import { learnIbans } from './learnt-ibans.ts';
import { listLinesMatchedWith } from './match-queries.ts';
import { type LockedItem, markLines } from './queries.ts';
import { linesAfter, type Made, type MadePart } from './settle-order.ts';

type Written = {
  readonly made: readonly Made[];
  readonly items: ReadonlyMap<string, LockedItem>;
  readonly today: Temporal.PlainDate;
};

/** Writes what was decided: settlements, items, lines, the dossier; and takes back notices whose items are paid now. */
export async function writeSettlements(trx: Trx, tools: CompanyTools, written: Written): Promise<void> {
  const { companyId, actor, clock } = tools;
  const { made, items } = written;
  await addOnAccount(trx, companyId, written);
  await addSettlements(trx, tools, made);
  await addParts(trx, companyId, written);
  await markItems(trx, companyId, written);
  await markLines(trx, companyId, linesAfter(made));
  const learnt = await learnIbans(trx, companyId, made, clock.now());
  await addTimelineEntries(
    trx,
    companyId,
    [...made.flatMap((one) => entriesOf(one, items)), ...learnt].map((entry) => ({
      ...entry,
      at: clock.now(),
      actor,
    })),
  );
  const touched = [...items.keys()];
  const debtorIds = made.flatMap(({ parts }) => parts.flatMap(({ debtorId }) => debtorId ?? []));
  await followPayments(trx, tools, { debtorIds, itemIds: touched });
  await withdrawNotices(trx, tools, touched);
  const lines = await listLinesMatchedWith(trx, companyId, touched);
  if (lines.length > 0) await tools.queue.add(trx, matchLinesJob, { companyId, lineIds: lines });
}

/** What stays on account is a document of its own kind: a run takes it off what its debtor owes. */
async function addOnAccount(trx: Trx, companyId: string, { made, today }: Written): Promise<void> {
  const rows = made.flatMap(({ order, line, onAccount }) =>
    onAccount === null
      ? []
      : [
          {
            documentId: onAccount.documentId,
            dueItemId: onAccount.dueItemId,
            debtorId: order.debtorId,
            number: `${line.bookedOn}-${onAccount.documentId.slice(-6)}`,
            bookedOn: line.bookedOn.toString(),
            currency: line.currency,
            minor: String(onAccount.minor),
          },
        ],
  );
  if (rows.length === 0) return;
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w ("documentId" uuid, "dueItemId" uuid,
    "debtorId" uuid, number text, "bookedOn" date, currency text, minor bigint)`;
  await sql`
    insert into document (company_id, id, debtor_id, kind, number, issued_on, currency, amount_minor, source, imported_on)
    select ${companyId}::uuid, "documentId", "debtorId", 'payment_on_account', number, "bookedOn", currency, -minor, 'bank',
      ${today}::date
    from ${given}`.execute(trx);
  await sql`
    insert into due_item (company_id, id, document_id, debtor_id, position, due_on, currency, amount_minor, open_minor,
      provisional_minor, banked_minor)
    select ${companyId}::uuid, "dueItemId", "documentId", "debtorId", 1, "bookedOn", currency, -minor, -minor, minor, minor
    from ${given}`.execute(trx);
}

async function addSettlements(trx: Trx, { companyId, actor, clock }: CompanyTools, made: readonly Made[]) {
  const rows = made.map(({ order, line, parts }) => ({
    id: order.id,
    line: line.id,
    origin: order.origin,
    amount: String(parts.reduce((sum, { moneyMinor }) => sum + moneyMinor, 0n)),
    currency: line.currency,
    booked: line.bookedOn.toString(),
    because: order.because,
    note: order.note,
    back: order.takesBackLineId,
  }));
  await sql`
    insert into settlement (company_id, id, line_id, kind, origin, amount_minor, currency, booked_on, because, note,
      takes_back_line_id, made_by, made_at)
    select ${companyId}::uuid, id, line, 'settled', origin, amount, currency, booked, because, note, back,
      ${actor}::text, ${clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, line uuid, origin text, amount bigint,
      currency text, booked date, because jsonb, note text, back uuid)`.execute(trx);
}

async function addParts(trx: Trx, companyId: string, { made, items }: Written): Promise<void> {
  const rows = made.flatMap(({ order, parts }) =>
    parts.map((part, index) => ({
      settlement: order.id,
      position: index + 1,
      kind: part.kind,
      debtor: part.debtorId,
      item: part.dueItemId,
      currency: part.currency,
      money: String(part.moneyMinor),
      amount: String(part.amountMinor),
      before: String(part.openBeforeMinor),
      after: String(part.openAfterMinor),
      stood: stoodBefore(part, items),
    })),
  );
  await sql`
    insert into settlement_part (company_id, settlement_id, position, kind, debtor_id, due_item_id, currency, money_minor,
      amount_minor, open_before_minor, open_after_minor, before)
    select ${companyId}::uuid, settlement, position, kind, debtor, item, currency, money, amount, before, after, stood
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (settlement uuid, position smallint, kind text,
      debtor uuid, item uuid, currency text, money bigint, amount bigint, before bigint, after bigint,
      stood jsonb)`.execute(trx);
}

/** What undo gives back to an item besides its amount. */
function stoodBefore({ dueItemId, openBeforeMinor, kind }: MadePart, items: Written['items']) {
  const item = dueItemId === null ? undefined : items.get(dueItemId);
  if (!item) return {};
  const { cycle, level, times, settledOn, courtesyOn, notifiedOn, deadlineOn, collectionFailedOn } = item;
  const isReopened = kind === 'return' && openBeforeMinor === 0n;
  return {
    settledOn: settledOn?.toString() ?? null,
    ...(kind === 'return' && { collectionFailedOn: collectionFailedOn?.toString() ?? null }),
    ...(isReopened && {
      cycle,
      level,
      times,
      courtesyOn: courtesyOn?.toString() ?? null,
      notifiedOn: notifiedOn?.toString() ?? null,
      deadlineOn: deadlineOn?.toString() ?? null,
    }),
  };
}

/**
 * The items as they stand now. What was settled whole and opens again starts a new cycle at level 0, as where an import
 * opens it; a partly paid one keeps its level.
 */
async function markItems(trx: Trx, companyId: string, { made, today }: Written): Promise<void> {
  const changes = new Map<
    string,
    { id: string; open: string; taken: bigint; reopened: boolean; failed: string | null }
  >();
  for (const { line, parts, onAccount } of made) {
    for (const part of parts) {
      const { dueItemId: id } = part;
      if (id === null || id === onAccount?.dueItemId) continue;
      const before = changes.get(id);
      const isReturn = part.kind === 'return';
      changes.set(id, {
        id,
        open: String(part.openAfterMinor),
        taken: (before?.taken ?? 0n) + part.amountMinor,
        reopened: (before?.reopened ?? false) || (isReturn && part.openBeforeMinor === 0n),
        failed: isReturn ? line.bookedOn.toString() : (before?.failed ?? null),
      });
    }
  }
  const rows = [...changes.values()].map((one) => ({ ...one, taken: String(one.taken) }));
  if (rows.length === 0) return;
  await sql`
    update due_item i set open_minor = w.open,
      provisional_minor = i.provisional_minor + w.taken, banked_minor = i.banked_minor + w.taken,
      settled_on = case when w.open = 0 then coalesce(i.settled_on, ${today}::date) end,
      collection_failed_on = coalesce(w.failed, i.collection_failed_on),
      cycle = case when w.reopened then i.cycle + 1 else i.cycle end,
      level = case when w.reopened then 0 else i.level end,
      times = case when w.reopened then 0 else i.times end,
      courtesy_on = case when w.reopened then null else i.courtesy_on end,
      notified_on = case when w.reopened then null else i.notified_on end,
      deadline_on = case when w.reopened then null else i.deadline_on end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, open bigint, taken bigint, reopened boolean,
      failed date)
    where i.company_id = ${companyId} and i.id = w.id`.execute(trx);
}

type Entry = Omit<NewTimelineEntry, 'at' | 'actor'>;

/** What the dossier says of it: a sentence for each item, in the order of its parts. */
function entriesOf({ line, parts, onAccount }: Made, items: Written['items']): NewTimelineEntry[] {
  const on = line.bookedOn.toString();
  const payer = line.counterparty ?? line.iban ?? '';
  const entries: Entry[] = [];
  for (const [id, own] of Map.groupBy(parts, ({ dueItemId }) => dueItemId)) {
    const [first] = own;
    const last = own.at(-1);
    if (id === null || !first || !last) continue;
    const amount = moneyText(
      own.reduce((sum, { amountMinor }) => sum + abs(amountMinor), 0n),
      first.currency,
    );
    const of = { debtorId: first.debtorId, dueItemId: id };
    const document = items.get(id)?.number ?? '';
    if (id === onAccount?.dueItemId)
      entries.push({ ...of, kind: 'money_on_account', facts: { amount, payer, on } });
    else if (first.kind === 'return')
      entries.push({
        ...of,
        kind: 'payment_returned',
        facts: { document, amount, on, reason: line.returnReason ?? '' },
      });
    else if (first.kind === 'refund')
      entries.push({ ...of, kind: 'credit_refunded', facts: { document, amount, on } });
    else if (first.amountMinor < 0n)
      entries.push({ ...of, kind: 'credit_used', facts: { document, amount, on } });
    else {
      const open = moneyText(last.openAfterMinor, first.currency);
      entries.push({ ...of, kind: 'settlement_made', facts: { document, amount, open, payer, on } });
    }
  }
  return entries as NewTimelineEntry[];
}

/** '12.50 EUR', as the facts of a timeline carry money. */
export function moneyText(minor: bigint, currency: Currency): string {
  return `${toDecimal(money(minor, currency))} ${currency}`;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
