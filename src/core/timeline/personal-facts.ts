import { EVENTS, type EventKind } from './events.ts';

/**
 * Texts that say nothing of a person: what an accountant must still read when the person is erased. Every other fact of the
 * kind 'text' is taken for personal, so that a new event is safe before anybody thinks of it.
 */
const OF_THE_LEDGER: ReadonlySet<string> = new Set([
  'document',
  'documents',
  'number',
  'file',
  'account',
  'statement',
  'policy',
  'group',
  'mode',
  'change',
  'source',
  'rules',
  'head',
  'because',
  'subject',
]);

type Facts = Readonly<Record<string, string>>;

/** The facts of one event, apart: what stays for ever, and what goes with the person; null where nothing is personal. */
export function splitFacts(
  kind: EventKind,
  facts: Facts,
): { readonly facts: Facts; readonly personal: Facts | null } {
  const kept: Record<string, string> = {};
  const personal: Record<string, string> = {};
  let isPersonal = false;
  for (const [name, value] of Object.entries(facts)) {
    if (value !== '' && isPersonalFact(kind, name)) {
      personal[name] = value;
      isPersonal = true;
    } else kept[name] = value;
  }
  return isPersonal ? { facts: kept, personal } : { facts, personal: null };
}

/** Whether this fact of this kind may name or describe a person. */
export function isPersonalFact(kind: EventKind, name: string): boolean {
  const kinds: Readonly<Record<string, string>> = EVENTS[kind];
  return kinds[name] === 'text' && !OF_THE_LEDGER.has(name);
}
