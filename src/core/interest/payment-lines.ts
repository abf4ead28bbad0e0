import { refuse } from '#core/refusal.ts';

const EXAMPLE = '2026-03-31,250.00';
/** What the names of the columns begin with, in the languages of the product. */
const HEADING = /^[^\d]+$/;

/**
 * Payments as a person keeps them: a day and an amount on each line, parted by a comma, semicolon, tab or blanks. A
 * first line of words is a heading. Or a JSON list of { on, amount }. @throws Refusal payments_unreadable
 */
export function readPaymentLines(text: string): { on: string; amount: string }[] {
  if (/^\s*\[/.test(text)) return readPaymentList(text);
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line, number }) => line !== '' && !(number === 1 && HEADING.test(line)))
    .map(({ line, number }) => {
      const found = /^"?(\d{4}-\d{2}-\d{2})"?[\s,;]+"?(\d+(?:\.\d+)?)"?$/.exec(line);
      if (!found) return unreadable(number, line);
      return { on: found[1] ?? '', amount: found[2] ?? '' };
    });
}

type GivenPayment = { on?: unknown; date?: unknown; amount?: unknown };

function readPaymentList(text: string): { on: string; amount: string }[] {
  let given: GivenPayment[] | null;
  try {
    given = JSON.parse(text);
  } catch {
    return unreadable(1, text.trim());
  }
  if (!Array.isArray(given)) return unreadable(1, text.trim());
  return given.map((one) => {
    if (one === null || typeof one !== 'object') return unreadable(1, JSON.stringify(one));
    const [on, amount] = [one.on ?? one.date, one.amount];
    if (on === undefined || amount === undefined) return unreadable(1, JSON.stringify(one));
    return { on: String(on), amount: String(amount) };
  });
}

function unreadable(number: number, line: string): never {
  return refuse('payments_unreadable', { line: String(number), given: line.slice(0, 80), example: EXAMPLE });
}
