import { fillWords, type WordFacts, type Words } from '#server/texts/words.ts';
import { figuresFor } from './figures.ts';
import type { NoticeContent } from './notice-content.ts';

/**
 * The letter that takes a notice back, made of what the notice said: the same sheet with other words, which lists
 * nothing and asks for nothing. In its words, `date` and `number` are those of the notice.
 * @throws Refusal text_placeholder_unknown, text_unreadable
 */
export function composeCorrection(
  notice: NoticeContent,
  { words, issuedOn }: { readonly words: Words; readonly issuedOn: string },
): NoticeContent {
  return {
    ...notice,
    purpose: 'correction',
    issuedOn,
    deadlineOn: issuedOn,
    words: fillWords(words, factsOf(notice)),
    lines: [],
    totals: { due: '0', credit: '0', interest: '0', fee: '0', total: '0' },
    payment: null,
  };
}

function factsOf(notice: NoticeContent): WordFacts {
  const { company, debtor, totals, currency } = notice;
  const figures = figuresFor(notice.language, company.country);
  const asked = notice.lines.filter((line) => line.asked);
  const documents = [...new Set(asked.map(({ documentNumber }) => documentNumber))];
  const money = (minor: string) => figures.money(BigInt(minor), currency);
  const day = (text: string) => figures.longDay(Temporal.PlainDate.from(text));
  return {
    debtor: { name: debtor.name, number: debtor.number },
    company: {
      name: company.name,
      email: company.email ?? '',
      phone: company.phone ?? '',
      iban: notice.payment?.iban ?? company.iban ?? '',
    },
    number: String(notice.number),
    date: day(notice.issuedOn),
    deadline: day(notice.deadlineOn),
    total: money(totals.total),
    open: money((BigInt(totals.total) - BigInt(totals.interest) - BigInt(totals.fee)).toString()),
    interest: money(totals.interest),
    fee: money(totals.fee),
    has_costs: totals.interest !== '0' || totals.fee !== '0',
    count: documents.length,
    documents: figures.list(documents),
    days_late: Math.max(0, ...asked.map(({ daysLate }) => daysLate)),
    first_due: day(asked.map(({ dueOn }) => dueOn).sort()[0] ?? notice.issuedOn),
    // A correction blames nobody.
    ...{ promise_broken: false, promised_amount: '', promised_on: '' },
  };
}
