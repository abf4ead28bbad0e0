import { type Because, GATES, type GateFactKind } from '#core/dunning/gates.ts';
import { type Formats, useFormats } from '#web/formats.ts';
import { type TextKey, type Texts, useTexts } from '#web/texts.ts';

type Props = {
  gate: { readonly because: Because; readonly facts: Readonly<Record<string, string>> };
};

/** Why something is not reminded, as a sentence with its days and amounts. */
export function GateText({ gate }: Props) {
  const t = useTexts();
  const formats = useFormats();
  const kinds: Readonly<Record<string, GateFactKind>> = GATES[gate.because];
  const facts = Object.entries(gate.facts).map(([name, fact]) => [name, told(kinds[name], fact, t, formats)]);
  return <span>{t(`gate.${gate.because}` as TextKey, Object.fromEntries(facts))}</span>;
}

/** The same in two words, for tabs and counts. */
export function useGateName(): (because: Because) => string {
  const t = useTexts();
  return (because) => t(`gateName.${because}` as TextKey);
}

function told(kind: GateFactKind | undefined, fact: string, t: Texts, { day, money }: Formats): string {
  if (kind === 'dispute_reason') return t(`dispute.reason.${fact}` as TextKey);
  if (kind === 'day') return fact && day(fact);
  if (kind !== 'money') return fact;
  const [amount = '', currency = ''] = fact.split(' ');
  return currency ? money({ amount, currency }) : fact;
}
