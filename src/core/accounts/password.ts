/**
 * What a password must be (NIST SP 800-63B-4, OWASP ASVS 5.0 V6.2): long, not one of those that are tried first, and
 * not merely the name of the person or the program. No rule about its composition.
 */
export const PASSWORD_LENGTH = { min: 12 } as const;

/** What is left of it without the words an attacker knows must still be this long. */
const OWN_SIGNS_MIN = 7;

export type PasswordFault = 'too_short' | 'common';

type Known = {
  /** Words that whoever guesses knows: the address, the name, the program. */
  readonly words: readonly string[];
  /** Whether it is on the list of those that are tried first; it is asked in small letters. */
  readonly isCommon: (lowered: string) => boolean;
};

/** Why a password cannot be taken, or null. Signs are counted as people count them: an emoji is one. */
export function whyPasswordUnusable(password: string, { words, isCommon }: Known): PasswordFault | null {
  if ([...password].length < PASSWORD_LENGTH.min) return 'too_short';
  const lowered = password.toLowerCase();
  const isOneWord = new Set(lowered).size < 5;
  return isOneWord || isCommon(lowered) || isCommon(repeated(lowered)) || isMostly(lowered, words)
    ? 'common'
    : null;
}

/** What it repeats: 'dragon' of 'dragondragondragon'; itself where it repeats nothing. */
function repeated(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const part = text.slice(0, length);
    if (text.length % length === 0 && part.repeat(text.length / length) === text) return part;
  }
  return text;
}

function isMostly(text: string, words: readonly string[]): boolean {
  const known = words
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length);
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), text);
  return rest.length < text.length && [...rest].length < OWN_SIGNS_MIN;
}
