import { CHANGES, type Change } from '#core/dunning/gate-changes.ts';
import { CHANNELS } from '#core/receivables/kinds.ts';
import { type Formats, useFormats } from '#web/formats.ts';
import { type TextKey, type Texts, useTexts } from '#web/texts.ts';

/** What would change whether an item is reminded, as a sentence with its days and amounts. */
export function ChangeText({ change }: { change: Change }) {
  const t = useTexts();
  const formats = useFormats();
  const kinds: Readonly<Record<string, string>> = CHANGES[change.code];
  const facts = Object.entries(change.facts).map(([name, fact]) => [
    name,
    told(name, kinds[name] ?? 'text', fact, t, formats),
  ]);
  return <span>{t(`change.${change.code}`, Object.fromEntries(facts))}</span>;
}

function told(name: string, kind: string, fact: string, t: Texts, { day, money, list }: Formats): string {
  if (kind === 'day') return fact && day(fact);
  if (name === 'channels') return list(channelsIn(fact).map((channel) => t(`channel.${channel}`)));
  if (name === 'to' && HANDED.has(fact)) return t(`handOver.to.${fact}` as TextKey);
  if (kind !== 'money') return fact;
  const [amount = '', currency = ''] = fact.split(' ');
  return currency ? money({ amount, currency }) : fact;
}

const HANDED: ReadonlySet<string> = new Set(['lawyer', 'bailiff', 'collector']);

function channelsIn(fact: string) {
  return CHANNELS.filter((channel) => fact.split(', ').includes(channel));
}
