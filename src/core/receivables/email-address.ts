import { refuse } from '#core/refusal.ts';

const LENGTH_MAX = 254;
/** One plain address: no name around it, no list, nothing a mail program would have to repair. */
const ADDRESS =
  /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}.]+(\.[^\s@<>()[\]\\,;:"\p{Cc}.]+)+$/u;

export function isEmailAddress(text: string): boolean {
  return text.length <= LENGTH_MAX && ADDRESS.test(text) && !/^\.|\.\.|\.@/.test(text);
}

/** A dirty address is refused at entry: repaired on the way out it would become somebody else's. */
export function emailAddressFrom(text: string): string {
  const address = text.trim();
  return isEmailAddress(address) ? address : refuse('email_unusable', { given: text });
}
