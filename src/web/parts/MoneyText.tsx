import { type MoneyShown, useFormats } from '#web/formats.ts';

/** An amount with its currency, in figures of one width. */
export function MoneyText({ money: shown, quiet }: { money: MoneyShown; quiet?: boolean }) {
  const { money } = useFormats();
  return <span className={quiet ? 'rp-figures rp-muted' : 'rp-figures'}>{money(shown)}</span>;
}
