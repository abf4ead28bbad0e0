import type { Command } from 'commander';
import IntlMessageFormat from 'intl-messageformat';
import type { ItemExplanation } from '#contract/explanations.ts';
import { dayFrom } from '#core/calendar/days.ts';
import { refuse } from '#core/refusal.ts';
import en from '#i18n/en/screens.json' with { type: 'json' };
import { explainDebtor, explainItem } from '#server/explanations/explain-items.ts';
import { listItemsByDocument } from '#server/explanations/find-by-number.ts';
import { findDebtorByNumber } from '#server/open-items/find-by-number.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import type { Context } from './program.ts';

type Options = { company: string; on?: Temporal.PlainDate; json?: boolean };

/** `rappel item explain`: why a document is, or is not, reminded on a day, when it will be, and what would change it. */
export function addItemExplain(item: Command, context: Context): void {
  withOptions(item.command('explain <document>'), 'F-2026-0017')
    .description('tell why a document is or is not reminded, when it will be, and what would change it')
    .action((document: string, { company, ...options }: Options) =>
      context.inside(company, async (tools) => {
        const ids = await inCompany(tools, (trx) => listItemsByDocument(trx, tools.companyId, document));
        if (ids.length === 0) refuse('open_item_unknown', { item: document });
        const items = await inTurn(ids, (id) => explainItem(tools, { item: id, ...dayOf(options) }));
        say(context, options, items);
      }),
    );
}

/** `rappel debtor explain`: the same for each open item of a debtor. */
export function addDebtorExplain(debtor: Command, context: Context): void {
  withOptions(debtor.command('explain <number>'), '1017')
    .description('tell for each open item of a debtor why it is or is not reminded, and when it will be')
    .action((number: string, { company, ...options }: Options) =>
      context.inside(company, async (tools) =>
        say(context, options, await readDebtor(tools, number, options)),
      ),
    );
}

function withOptions(command: Command, example: string): Command {
  return command
    .requiredOption('--company <key>', 'the company')
    .option('--on <day>', 'a day like 2026-03-31, past or to come (default: today)', dayFrom)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'before',
      `Example:\n  $ rappel ${command.parent?.name()} explain ${example} --company lambert --on 2026-04-30\n`,
    );
}

async function readDebtor(tools: CompanyTools, number: string, options: Omit<Options, 'company'>) {
  const debtor = await findDebtorByNumber(tools, number);
  const rows: ItemExplanation[] = [];
  for (let page = 1; ; page += 1) {
    const shown = await explainDebtor(tools, { debtor, ...dayOf(options), page, perPage: 200 });
    rows.push(...shown.rows);
    if (rows.length >= shown.total || shown.rows.length === 0) return rows;
  }
}

function dayOf({ on }: Omit<Options, 'company'>) {
  return on ? { on: on.toString() } : {};
}

async function inTurn<Given, Answer>(
  list: readonly Given[],
  ask: (one: Given) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const one of list) answers.push(await ask(one));
  return answers;
}

function say(context: Context, { json }: Omit<Options, 'company'>, items: readonly ItemExplanation[]): void {
  if (json) context.out(JSON.stringify({ version: 1, items }));
  else if (items.length === 0) context.say('Nothing was open.');
  else context.out(items.map(asText).join('\n\n'));
}

function asText({
  documentNumber,
  open,
  level,
  proposed,
  next,
  expected,
  gates,
  policy,
}: ItemExplanation): string {
  const step = (one: { stepKind: string; level: number | null }) =>
    one.level === null ? one.stepKind : `level ${one.level}`;
  return [
    `${documentNumber}: ${open.amount} ${open.currency} open, ${level === 0 ? 'no reminder yet' : `level ${level}`}`,
    `  policy    ${policy ? `${policy.name}, version ${policy.version} (${policy.because})` : 'none'}`,
    `  that day  ${proposed ? step(proposed) : 'no reminder'}`,
    `  expected  ${expected ? `${step(expected)} on ${expected.on}` : 'not by itself'}`,
    `  next      ${next ? `${step(next)} from ${next.opensOn}, counted from ${next.countsFrom}` : 'none left'}`,
    ...gates.flatMap((gate) => [
      `  held: ${sentence(`gate.${gate.because}`, gate.facts)}`,
      ...(gate.change ? [`        ${sentence(`change.${gate.change.code}`, gate.change.facts)}`] : []),
    ]),
  ].join('\n');
}

const WORDS: Readonly<Record<string, string>> = en;

/** The sentence of the English screens; facts as they are stored. */
function sentence(key: string, facts: Readonly<Record<string, string>>): string {
  return String(new IntlMessageFormat(WORDS[key] ?? key, 'en').format({ ...facts }));
}
