import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';

/** As payers and banks set a Belgian reference apart in free text. */
const MARKED = /(\+\+\+|\*\*\*)[\s\d/.-]{12,24}\1|(?<![\d/])\d{3}\/\d{4}\/\d{5}(?![\d/])/g;
const CREDITOR = /\bRF\d{2}(?: ?[0-9A-Z]{1,4}){1,8}/g;

/** Most texts hold nothing of the kind, and are many. */
const POSSIBLE = /(?:\d[\s+*/.-]{0,3}){12}|RF\d\d/i;

/**
 * The structured reference that a bank's free text holds, as '+++090/9337/55493+++' or 'RF18539007547034'. Only one that
 * is set apart, or is all there is, and whose check digits hold: twelve digits among others may be anything.
 */
export function structuredReferenceIn(text: string): string | null {
  if (!POSSIBLE.test(text)) return null;
  const whole = text.length <= 40 ? structuredReferenceFrom(text) : null;
  if (whole) return whole;
  for (const [marked] of text.matchAll(MARKED)) {
    const found = structuredReferenceFrom(marked);
    if (found) return found;
  }
  if (!/RF\d/i.test(text)) return null;
  for (const [candidate] of text.toUpperCase().matchAll(CREDITOR)) {
    const found = creditorReferenceIn(candidate);
    if (found) return found;
  }
  return null;
}

/** Written in one or in groups of four; the words behind it may have been taken along. */
function creditorReferenceIn(candidate: string): string | null {
  const groups = candidate.split(' ');
  for (let length = groups.length; length > 0; length--) {
    const found = structuredReferenceFrom(groups.slice(0, length).join(''));
    if (found) return found;
  }
  return null;
}
