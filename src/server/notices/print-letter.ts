import { refuse } from '#core/refusal.ts';
import { openTypesetter, type Typeset, TypesetFailed, type Typesetter } from '#server/platform/typeset.ts';
import { letterSheet, logoPath } from './letter-sheet.ts';
import type { NoticeContent } from './notice-content.ts';

const FONT_FILES = [
  'source-sans-3/400Regular/SourceSans3_400Regular',
  'source-sans-3/600SemiBold/SourceSans3_600SemiBold',
  'source-sans-3/700Bold/SourceSans3_700Bold',
  'noto-sans/400Regular/NotoSans_400Regular',
  'noto-sans/600SemiBold/NotoSans_600SemiBold',
  'noto-sans/700Bold/NotoSans_700Bold',
].map((name) => `@expo-google-fonts/${name}.ttf`);

let typesetter: Typesetter | null = null;

/** The one typesetter of this process. Its children start with the first letter and end with the program. */
export function typesetterOfLetters(): Typesetter {
  typesetter ??= openTypesetter({
    folder: new URL('../../../letters/', import.meta.url),
    fonts: FONT_FILES,
    families: ['Source Sans 3', 'Noto Sans'],
  });
  return typesetter;
}

/**
 * The letter as a PDF/A-3a. The same content is the same bytes, wherever and whenever it is printed.
 * @throws Refusal letter_glyph_missing
 */
export function printLetter(content: NoticeContent, logo: Buffer | null): Promise<Buffer> {
  return refusing(typesetterOfLetters().pdf(sheetOf(content, logo)));
}

/** The letter's pages for the screen. */
export function letterPages(content: NoticeContent, logo: Buffer | null): Promise<string[]> {
  return refusing(typesetterOfLetters().svgPages(sheetOf(content, logo)));
}

function sheetOf(content: NoticeContent, bytes: Buffer | null): Typeset {
  const { logo } = content.layout;
  const shown = logo && bytes ? logo : null;
  return {
    main: '/notice.typ',
    data: letterSheet({ ...content, layout: { ...content.layout, logo: shown } }),
    images: shown && bytes ? [{ path: logoPath(shown.mediaType), bytes }] : [],
    madeAt: Temporal.PlainDate.from(content.issuedOn).toZonedDateTime('UTC').toInstant(),
  };
}

/** A character that no font of the house has is the user's to mend; anything else is ours. */
async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TypesetFailed && error.kind === 'glyph')
      return refuse('letter_glyph_missing', { characters: error.message });
    throw error;
  }
}
