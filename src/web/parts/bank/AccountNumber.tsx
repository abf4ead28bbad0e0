/** An IBAN in groups of four, as it is printed; any other number as the bank writes it. */
export function AccountNumber({ number }: { number: string }) {
  const isIban = /^[A-Z]{2}\d{2}/.test(number);
  return <span className="rp-figures">{isIban ? number.replace(/(.{4})(?=.)/g, '$1\u00a0') : number}</span>;
}
