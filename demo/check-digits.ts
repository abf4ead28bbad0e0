/** Numbers that look real because their check digits are: made up here, belonging to nobody on purpose. */

/** Belgian enterprise number from eight digits of one's own: 0123.456 + 97 minus the rest. */
export function enterpriseNumber(eight: string): string {
  const digits = `${eight}${String(97 - (Number(eight) % 97)).padStart(2, '0')}`;
  return `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`;
}

/** VAT number by country, from an invented serial below a million. Where no rule is known here: none. */
export function vatNumber(country: string, serial: number): string {
  const rule = VAT_RULES[country];
  return rule ? rule(serial) : '';
}

const VAT_RULES: Readonly<Record<string, (serial: number) => string>> = {
  BE: (serial) =>
    `BE${enterpriseNumber(String(7_000_000 + serial * 13).padStart(8, '0')).replaceAll('.', '')}`,
  NL: (serial) => `NL${withNetherlandsCheck(serial)}B01`,
  FR: (serial) => {
    const siren = withLuhn(String(80_000_000 + serial * 17));
    return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`;
  },
  DE: (serial) => `DE${withIso7064(String(20_000_000 + serial * 19))}`,
  LU: (serial) => {
    const six = String(200_000 + serial);
    return `LU${six}${String(Number(six) % 89).padStart(2, '0')}`;
  },
};

/** The 11-test: digits weighted 9 to 2; a rest of 10 has no check digit, so the next number is taken. */
function withNetherlandsCheck(serial: number): string {
  for (let eight = 81_000_000 + serial; ; eight += 1) {
    const rest = [...String(eight)].reduce((sum, digit, index) => sum + Number(digit) * (9 - index), 0) % 11;
    if (rest < 10) return `${eight}${rest}`;
  }
}

function withLuhn(eight: string): string {
  const sum = [...eight].toReversed().reduce((total, digit, index) => {
    const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return `${eight}${(10 - (sum % 10)) % 10}`;
}

/** ISO 7064, modulo 11, 10. */
function withIso7064(eight: string): string {
  let product = 10;
  for (const digit of eight) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return `${eight}${(11 - product) % 10}`;
}

/** IBAN from a country and its own account number (BBAN), whose letters count from A = 10. */
export function iban(country: string, bban: string): string {
  const digits = `${bban}${country}00`.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${bban}`;
}

/** Belgian account: ten digits and their rest by 97, which is 97 where it would be 0. */
export function belgianIban(ten: string): string {
  return iban('BE', `${ten}${mod97(ten)}`);
}

/** Belgian structured reference, '+++090/9337/55493+++' without the plus signs: '090/9337/55493'. */
export function structuredReference(ten: string): string {
  const digits = `${ten}${mod97(ten)}`;
  return `${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}`;
}

function mod97(ten: string): string {
  return String(Number(ten) % 97 || 97).padStart(2, '0');
}
