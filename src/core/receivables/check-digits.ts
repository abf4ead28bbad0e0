/** The remainder by 97 of digits and capital letters, letters counting from A = 10, as ISO 7064 has it. */
export function remainderOf97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Whether a code that begins with its country or 'RF' and two check digits (IBAN, ISO 11649) holds together. */
export function holdsTogether(code: string): boolean {
  return remainderOf97(code.slice(4) + code.slice(0, 4)) === 1;
}

/** The two last digits of a Belgian structured reference; a remainder of nought is written 97. */
export function belgianCheckOf(tenDigits: string): string {
  return String(remainderOf97(tenDigits) || 97).padStart(2, '0');
}
