import { refuse } from '#core/refusal.ts';
import { logoPath } from '#server/notices/letter-sheet.ts';
import { typesetterOfLetters } from '#server/notices/print-letter.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Typeset, TypesetFailed } from '#server/platform/typeset.ts';
import { label } from '#server/texts/words.ts';
import { readSheet, type SheetFacts, type SheetQuestion } from './read-sheet.ts';
import { sheetPage } from './sheet-page.ts';

/**
 * The sheet of interest and costs as a PDF/A in the layout of the company's letters, with the name of its file. The same
 * books on the same day are the same bytes. @throws Refusal as readSheet does, and letter_glyph_missing
 */
export async function printSheet(
  tools: CompanyTools,
  question: SheetQuestion,
): Promise<{ name: string; pdf: Buffer }> {
  const facts = await readSheet(tools, question);
  try {
    return { name: nameOf(facts, question), pdf: await typesetterOfLetters().pdf(typesetOf(facts)) };
  } catch (error) {
    if (error instanceof TypesetFailed && error.kind === 'glyph')
      return refuse('letter_glyph_missing', { characters: error.message });
    throw error;
  }
}

function nameOf({ debts, debtor, language, until }: SheetFacts, { of }: SheetQuestion): string {
  const number = 'item' in of ? (debts[0]?.found.documentNumber ?? '') : debtor.number;
  return `${label(language, 'sheet.fileName', { number, until: until.toString() })}.pdf`;
}

function typesetOf(facts: SheetFacts): Typeset {
  const { logo } = facts.house.layout;
  const bytes = facts.house.logo;
  return {
    main: '/interest-sheet.typ',
    data: sheetPage(facts),
    images: logo && bytes ? [{ path: logoPath(logo.mediaType), bytes }] : [],
    madeAt: facts.drawnOn.toZonedDateTime('UTC').toInstant(),
  };
}
