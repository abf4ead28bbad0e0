import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { PolicyBody } from '#contract/policies.ts';
import type { WhatIfResult } from '#contract/what-ifs.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { WHAT_IF_SCOPES, type WhatIfScope } from '#core/dunning/what-if-states.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { compareVersions } from '#server/policies/compare-versions.ts';
import { findPolicy, findPolicyByName } from '#server/policies/queries.ts';
import { questionFrom } from '#server/what-ifs/start-what-if.ts';
import { tryPolicy } from '#server/what-ifs/try-policy.ts';
import { oneOf } from './print-rows.ts';
import type { Context } from './program.ts';

type Replay = { company: string; file?: string; months: number; scope?: WhatIfScope; json?: boolean };
type Compare = { company: string; from?: number; to: number; json?: boolean };

/** `rappel policy …`: try a policy on the past, compare its versions. */
export function policyCommands(program: Command, context: Context): void {
  const policy = program.command('policy').description('try a policy on the past, compare its versions');
  addReplay(policy, context);
  addCompare(policy, context);
}

function addReplay(policy: Command, context: Context): void {
  policy
    .command('replay <policy>')
    .description(
      'tell what a policy would have sent in the last months, beside what really went; sends and stores nothing',
    )
    .requiredOption('--company <key>', 'the company')
    .option('--file <file>', 'a changed policy as JSON, tried in its place')
    .option('--months <number>', 'how far back, 1 to 24', months, 12)
    .option('--scope <whom>', `one of ${WHAT_IF_SCOPES.join(', ')}`, oneOf(WHAT_IF_SCOPES))
    .option('--json', 'print one JSON document')
    .addHelpText(
      'before',
      'Example:\n  $ rappel policy replay "Belgique – standard" --company lambert --file patient.json\n',
    )
    .action((name: string, { company, file, scope, ...options }: Replay) =>
      context.inside(company, async (tools) => {
        const body = file === undefined ? {} : { body: await readPolicy(file) };
        const question = await inCompany(tools, async (trx) => {
          const id = await findPolicyId(tools, name);
          return questionFrom(trx, tools, { policy: id, months: options.months, scope, ...body });
        });
        const result = await tryPolicy(tools, question);
        const [from, until] = [question.fromOn.toString(), question.untilOn.toString()];
        if (options.json)
          context.out(JSON.stringify({ version: 1, scope: question.scope, from, until, ...result }));
        else context.out(asText(result, `${from} to ${until}`));
      }),
    );
}

function addCompare(policy: Command, context: Context): void {
  policy
    .command('compare <policy>')
    .description('tell what changed from one version of a policy to another')
    .requiredOption('--company <key>', 'the company')
    .requiredOption('--to <version>', 'the later version', Number)
    .option('--from <version>', 'the earlier one (default: the one before)', Number)
    .option('--json', 'print one JSON document')
    .action((name: string, { company, json, ...versions }: Compare) =>
      context.inside(company, async (tools) => {
        const found = await compareVersions(tools, { policy: await findPolicyId(tools, name), ...versions });
        if (json) return context.out(JSON.stringify({ version: 1, ...found }));
        const lines = found.changes.map(({ step, field, before, after }) => {
          const place = step ? `${step.level === null ? step.kind : `level ${step.level}`} ` : '';
          return `${place}${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
        });
        context.out(lines.length > 0 ? lines.join('\n') : 'Nothing changed.');
      }),
    );
}

/** By its name, or by its id. */
function findPolicyId({ db, companyId }: CompanyTools, given: string): Promise<string> {
  return inCompany({ db, companyId }, async (trx) => {
    const named = await findPolicyByName(trx, companyId, given);
    if (named) return named.id;
    const isId = /^[0-9a-f-]{36}$/i.test(given);
    const found = isId ? await findPolicy(trx, companyId, given) : undefined;
    return found?.id ?? refuse('policy_unknown', { policy: given });
  });
}

async function readPolicy(file: string): Promise<Policy> {
  const read = PolicyBody.safeParse(jsonIn(await readFile(file, 'utf8'), file));
  if (read.success) return read.data;
  const at = read.error.issues[0]?.path.join('.') || 'its beginning';
  return refuse('policy_file_unreadable', { file, at });
}

function jsonIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('policy_file_unreadable', { file, at: 'its JSON' });
  }
}

function months(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 24) return count;
  throw new InvalidArgumentError('Use a whole number from 1 to 24.');
}

function asText(
  { tried, inForce, sent, clashes, debtors, items, knownFrom }: WhatIfResult,
  span: string,
): string {
  const three = [tried, inForce, sent];
  const names = new Set(three.flatMap(({ byLevel }) => byLevel.map(nameOf)));
  const line = (name: string, cells: readonly (string | number)[]) =>
    `${name.padEnd(22)}${cells.map((cell) => String(cell).padStart(14)).join('')}`;
  const costs = (part: 'interest' | 'fee') =>
    three.map((one) => one.costs.map((sum) => `${sum[part]} ${sum.currency}`).join(', ') || '–');
  return [
    line(span, ['as tried', 'as it stands', 'really sent']),
    line(
      'letters',
      three.map(({ letters }) => letters),
    ),
    ...[...names].map((name) =>
      line(
        `  ${name}`,
        three.map(({ byLevel }) => byLevel.find((one) => nameOf(one) === name)?.letters ?? 0),
      ),
    ),
    line('interest', costs('interest')),
    line('costs', costs('fee')),
    `${debtors} debtors and ${items} items were replayed; known from ${knownFrom ?? 'no import'} on.`,
    ...clashes.map(
      ({ code, facts, kind, letters }) =>
        `against the law for ${kind}: ${code} ${JSON.stringify(facts)}, ${letters} letters`,
    ),
  ].join('\n');
}

function nameOf({ stepKind, level }: { stepKind: string; level: number | null }): string {
  return level === null ? stepKind : `level ${level}`;
}
