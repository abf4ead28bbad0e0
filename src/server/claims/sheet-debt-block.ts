import { type EpochDay, isoDay, plainDate } from '#core/calendar/epoch-days.ts';
import type { DatedPayment } from '#core/claims/payments-by-day.ts';
import { rateText } from '#core/interest/percent.ts';
import type { Language } from '#core/receivables/kinds.ts';
import type { Figures } from '#server/notices/figures.ts';
import type { label } from '#server/texts/words.ts';
import type { SheetDebt } from './read-sheet.ts';
import type { SheetSources } from './sheet-sources.ts';
import { percentText } from './sheet-words.ts';

export type Say = (key: Parameters<typeof label>[1], facts?: Record<string, string>) => string;
type Way = {
  readonly language: Language;
  readonly figures: Figures;
  readonly say: Say;
  readonly sources: SheetSources;
};
type Line = { readonly label: string; readonly value: string; readonly strong: boolean };

/** One debt of the sheet: what was owed and paid, each period of interest, the costs, and what it comes to. */
export function debtBlock(debt: SheetDebt, way: Way) {
  const { figures, say } = way;
  const { found } = debt;
  return {
    title: say('sheet.debt', {
      number: found.documentNumber,
      issuedOn: figures.day(found.issuedOn),
      dueOn: figures.day(found.dueOn),
    }),
    note: say('amountsIn', { currency: found.currency }),
    owed: owedLines(debt, way),
    columns: (['from', 'to', 'days', 'base', 'rate', 'source', 'amount'] as const).map((column) =>
      say(`sheet.column.${column}`),
    ),
    rows: debt.counted.computed.rows.map((row) => [
      day(row.from, figures),
      day(row.to, figures),
      String(row.days),
      figures.amount(row.base, found.currency),
      percentText(rateText(row.percent), way.language),
      way.sources.of(row, debt.counted.computed.regime),
      figures.amount(row.amount, found.currency),
    ]),
    sums: sumLines(debt, way),
    onward: onwardLine(debt, way),
  };
}

function day(value: EpochDay, figures: Figures): string {
  return figures.day(plainDate(value));
}

/** What was asked at first, what was paid and when, and what is left of it. */
function owedLines({ found, counted: { computed } }: SheetDebt, { figures, say }: Way): Line[] {
  const { payments } = found.debt;
  const line = (text: string, minor: bigint, strong = false): Line => ({
    label: text,
    value: figures.amount(minor, found.currency),
    strong,
  });
  return [
    line(say('sheet.principal'), found.amountMinor, payments.length === 0),
    ...payments.map((payment) => line(paymentText(payment, figures, say), -payment.amount)),
    ...(payments.length > 0 ? [line(say('sheet.openPrincipal'), computed.openPrincipal, true)] : []),
  ];
}

function paymentText({ on, known }: DatedPayment, figures: Figures, say: Say): string {
  if (known === 'unknown') return say('sheet.paymentUnknown');
  const key = known === 'ledger' ? 'sheet.paymentByLedger' : 'sheet.payment';
  return say(key, { on: figures.day(Temporal.PlainDate.from(isoDay(on))) });
}

/** From the interest down to the total; what there is none of is not said. */
function sumLines({ found, counted: { computed }, sums }: SheetDebt, { figures, say }: Way): Line[] {
  const line = (text: string, minor: bigint): Line[] =>
    minor === 0n ? [] : [{ label: text, value: figures.amount(minor, found.currency), strong: false }];
  const covered = computed.openInterest !== computed.interest;
  const [paid, waived] = sums.paid <= sums.off ? [sums.paid, sums.off - sums.paid] : [sums.off, 0n];
  return [
    ...line(say('sheet.openPrincipal'), computed.openPrincipal),
    ...line(say(covered ? 'sheet.interestOpen' : 'sheet.interest'), computed.openInterest),
    ...line(say('sheet.compensation'), openOf(computed.compensation, computed)),
    ...line(say('sheet.collectionCosts'), openOf(computed.collectionCosts, computed)),
    ...line(say('sheet.fee'), sums.fee),
    ...line(say('sheet.paidOff'), -paid),
    ...line(say('sheet.waived'), -waived),
    { label: say('sheet.total'), value: figures.money(sums.total, found.currency), strong: true },
  ];
}

/** Of compensation and costs, what payments left open; where they covered a part of both, compensation is met first. */
function openOf(part: bigint, computed: SheetDebt['counted']['computed']): bigint {
  const covered = computed.compensation + computed.collectionCosts - computed.openCosts;
  if (part === computed.compensation) return part > covered ? part - covered : 0n;
  const rest = covered > computed.compensation ? covered - computed.compensation : 0n;
  return part > rest ? part - rest : 0n;
}

function onwardLine({ found, counted, sums: { onward } }: SheetDebt, { figures, say, language }: Way) {
  if (!onward) return null;
  const last = counted.computed.rows.at(-1);
  return say(onward.floating ? 'sheet.onward' : 'sheet.onwardFrozen', {
    day: day((last?.to ?? found.debt.dueOn) + 1, figures),
    percent: percentText(rateText(onward.percent), language),
    base: figures.money(onward.base, found.currency),
    perDay: figures.money(onward.perDay, found.currency),
  });
}
