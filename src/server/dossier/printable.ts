/**
 * What the fonts of the house have no sign for is shown by a question mark; the attached data hold it as it is. The narrow
 * blank that French groups thousands by is printed as a wider one.
 */
export function printable(text: string): string {
  return text
    .replaceAll('\u202f', '\u00a0')
    .replaceAll(
      /[^\n\u0020-\u024F\u0370-\u03FF\u0400-\u04FF\u1E00-\u1EFF\u2010-\u2026\u20AC\u2116\u2192\u2212]/gu,
      '?',
    );
}
