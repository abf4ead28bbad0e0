/** The productions of XML 1.0, fifth edition, that a scanner asks for by name. Line ends are \n by then. */

/** [4] and [5], at the start of a text. */
export const XML_NAME =
  /^[:A-Z_a-z\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{2ff}\u{370}-\u{37d}\u{37f}-\u{1fff}\u{200c}-\u{200d}\u{2070}-\u{218f}\u{2c00}-\u{2fef}\u{3001}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{fffd}\u{10000}-\u{effff}][-.\d:A-Z_a-z\u{b7}\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{37d}\u{37f}-\u{1fff}\u{200c}-\u{200d}\u{203f}-\u{2040}\u{2070}-\u{218f}\u{2c00}-\u{2fef}\u{3001}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{fffd}\u{10000}-\u{effff}]*/u;

/** [2], turned round: what stands nowhere in a document. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const XML_FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** [3]. */
export const XML_SPACE = /^[ \t\n]*$/;

/** [42], between its brackets. */
export const XML_CLOSING = /^([^ \t\n<>]+)[ \t\n]*$/;

/** [23], between its marks. */
export const XML_DECLARATION =
  /^xml[ \t\n]+version[ \t\n]*=[ \t\n]*(["'])1\.\d+\1(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])[A-Za-z][-\w.]*\2)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\3)?[ \t\n]*$/;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** [66] to [68]: the five names, and numbers of characters. Without a DOCTYPE there are no others. */
export function xmlTextOf(text: string, hearer: { wrong(found: string): never }): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{0,40};?)/g, (_all, reference: string) => {
    const [, name, tens, sixteens] = /^(?:(\w+)|#(\d+)|#x([\da-fA-F]+));$/.exec(reference) ?? [];
    if (name !== undefined && Object.hasOwn(NAMED, name)) return NAMED[name] ?? '';
    const code = tens !== undefined ? Number(tens) : Number.parseInt(sixteens ?? '', 16);
    return isCharacter(code)
      ? String.fromCodePoint(code)
      : hearer.wrong(`the reference &${reference.slice(0, 20)}`);
  });
}

function isCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}
