import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { REFUSAL_STATUS } from '#contract/refusals.ts';
import { type FactKind, REFUSALS, type RefusalCode } from '#core/refusal.ts';

const HEADING = `# What Rappel refuses, and what it says

Every refusal there is: its code, the HTTP status, the facts it carries, and the sentence a person reads, in English, with
examples in the place of the facts. The other languages stand beside it in \`i18n/<locale>/refusals.json\`. A refusal is something
the user can mend; it changes nothing, and says what to do. Written by \`npm run docs\`, and held to the catalogue by a test.
`;

/** 401: who asks. 403: may not. 404: no such thing. 409: not now. 422: not like this. 429: not so often. */
const MEANING: Readonly<Record<number, string>> = {
  401: 'Who asks is not known',
  403: 'Who asks may not',
  404: 'There is no such thing',
  409: 'Not in its present state',
  422: 'What was given cannot be used',
  429: 'Not so often',
};

/** The page of all refusals, by status and then by code. */
export function printRefusals(): string {
  const sentences = JSON.parse(readFileSync('i18n/en/refusals.json', 'utf8')) as Record<RefusalCode, string>;
  const codes = (Object.keys(REFUSALS) as RefusalCode[]).sort();
  const byStatus = Map.groupBy(codes, (code) => REFUSAL_STATUS[code]);
  const sections = [...byStatus]
    .sort(([one], [other]) => one - other)
    .map(
      ([status, all]) =>
        `## ${status} · ${MEANING[status]}\n\n${all.map((code) => line(code, sentences[code])).join('\n')}\n`,
    );
  return [HEADING, ...sections].join('\n');
}

function line(code: RefusalCode, sentence: string): string {
  const facts: Readonly<Record<string, FactKind>> = REFUSALS[code];
  const examples = Object.fromEntries(
    Object.entries(facts).map(([name, kind]) => [name, exampleOf(name, kind)]),
  );
  const words = String(new IntlMessageFormat(sentence, 'en-GB').format(examples)).replaceAll('\n', ' ');
  const carried = Object.keys(facts)
    .map((name) => `\`${name}\``)
    .join(', ');
  return `- **\`${code}\`**${carried && ` (${carried})`}  \n  ${words}`;
}

function exampleOf(name: string, kind: FactKind): string {
  if (kind === 'day') return '7 March 2026';
  if (kind === 'count') return '12';
  return EXAMPLES[name] ?? `‹${name}›`;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  company: 'lambert',
  debtor: 'Café du Pont',
  role: 'clerk',
  given: '12,5O',
  example: '1234.50',
  run: '14',
  number: 'F2026-0042',
  document: 'F2026-0042',
  email: 'elise@brasserie-lambert.example',
  currency: 'EUR',
  language: 'French',
  level: '2',
  policy: 'Standard, Belgium',
  file: 'open-items.csv',
  column: 'amount',
  name: 'Cafés',
};
