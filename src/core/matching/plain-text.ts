/** Signs that do not come apart into a letter and its accent. */
const WHOLE: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  '’': "'",
  '‘': "'",
};

/** Small letters without accents, runs of blanks as one: how texts of banks are compared with each other. */
export function plainText(text: string): string {
  const small = text.toLowerCase();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII is what is asked for
  const letters = /[^\x00-\x7f]/.test(small) ? small.replace(/[^\x00-\x7f]/g, plainSign) : small;
  return (/\s\s|[\t\n\r\u00a0]/.test(letters) ? letters.replace(/\s+/g, ' ') : letters).trim();
}

const plainSigns = new Map<string, string>();

/** One sign without its accent; a loose accent is nothing. Few are met, so each is taken apart once. */
function plainSign(sign: string): string {
  const known = plainSigns.get(sign);
  if (known !== undefined) return known;
  const plain = WHOLE[sign] ?? sign.normalize('NFD').replace(/\p{M}/gu, '');
  if (plainSigns.size < SIGNS_MAX) plainSigns.set(sign, plain);
  return plain;
}

const SIGNS_MAX = 2000;

/** How many signs have to be changed, added, left out or swapped, counted no further than `most`; beyond it, `most` + 1. */
export function editsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [from, oneEnd, otherEnd] = [0, one.length, other.length];
  while (from < oneEnd && from < otherEnd && one[from] === other[from]) from += 1;
  while (oneEnd > from && otherEnd > from && one[oneEnd - 1] === other[otherEnd - 1]) {
    oneEnd -= 1;
    otherEnd -= 1;
  }
  const [left, right] = [one.slice(from, oneEnd), other.slice(from, otherEnd)];
  const longest = Math.max(left.length, right.length);
  if (longest <= 1) return longest;
  // One edit leaves nothing between what is equal in front and behind, but two signs swapped.
  if (most === 1) return longest === 2 && left[0] === right[1] && left[1] === right[0] ? 1 : 2;
  return countEdits(left, right, most);
}

function countEdits(one: string, other: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return Math.min(last[other.length] ?? 0, most + 1);
}
