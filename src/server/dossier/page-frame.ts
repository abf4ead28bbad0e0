import { FONTS, footer, senderLines } from '#server/notices/letter-sheet.ts';
import type { House } from '#server/notices/read-notice-facts.ts';
import { type label, pattern } from '#server/texts/words.ts';
import { printable } from './printable.ts';

/** What stands around the words of a page for the file: the company's own, in signs that can be printed. */
export function pageFrame(
  { shown: company, layout }: Pick<House, 'shown' | 'layout'>,
  language: Parameters<typeof label>[0],
) {
  const font = FONTS[layout.font] ?? 'Source Sans 3';
  return {
    language,
    region: company.country,
    fonts: [...new Set([font, 'Source Sans 3', 'Noto Sans'])],
    accent: layout.accent,
    foldMarks: false,
    sender: { name: printable(company.name), lines: senderLines(company).map(printable) },
    footer: footer({ company, language }).map((column) => column.map(printable)),
    page: pattern(language, 'page'),
  };
}
