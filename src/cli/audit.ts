import type { Command } from 'commander';
import { readHead } from '#core/timeline/head.ts';
import { listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { auditCompany } from '#server/self-audit/audit-company.ts';
import { findHead } from '#server/timeline/chain.ts';
import { compareHead } from '#server/timeline/compare-head.ts';
import { type Context, EXIT } from './program.ts';

const EXAMPLES = `Examples:
  $ rappel audit                                    look at every company
  $ rappel audit --company lambert --json
  $ rappel audit --company lambert --head "1234 9f86d081…"   is this printed head of these data?

What it looks at: docs/dossier.md. A breach holds back everything that would leave. Exit code 3: a breach was found.
`;

type Options = { company?: string; head?: string; json?: boolean };

/** `rappel audit`: do the books hold together, and is the timeline what it was. */
export function auditCommand(program: Command, context: Context): void {
  program
    .command('audit')
    .description('look whether the books hold together and the timeline was not rewritten')
    .option('--company <key>', 'one company; without it all of them')
    .option('--head <count hash>', 'a head as printed on a run report or in a mail')
    .option('--json', 'print one JSON document')
    .addHelpText('before', EXAMPLES)
    .action(async ({ company, head, json }: Options) => {
      const audits = await context.withRappel(async (tools) => {
        const all = await listCompanies(tools.db);
        const keys = company ? [company] : all.map(({ key }) => key);
        const found: Audited[] = [];
        for (const key of keys) {
          await context.inside(key, async (inside) => {
            found.push(await auditOne(inside, key, head));
          });
        }
        return found;
      });
      if (json) context.out(JSON.stringify({ ok: audits.every(isSound), audits }));
      else for (const audit of audits) for (const line of linesOf(audit)) context.out(line);
      if (!audits.every(isSound)) context.exitWith(EXIT.refused);
    });
}

type Audited = Awaited<ReturnType<typeof auditOne>>;

async function auditOne(tools: CompanyTools, company: string, given: string | undefined) {
  const { auditedAt, breaches, findings, tookMs } = await auditCompany(tools, { because: 'command' });
  const head = await inCompany(tools, (trx) => findHead(trx, tools.companyId));
  const asked = given ? await compareHead(tools, readHead(given)) : null;
  return {
    company,
    auditedAt: auditedAt.toString(),
    breaches,
    findings,
    tookMs,
    head: { count: String(head.count), hash: head.hash },
    asked,
  };
}

function isSound({ breaches, asked }: Audited): boolean {
  return breaches === 0 && (asked === null || asked === 'same' || asked === 'earlier');
}

function* linesOf({ company, findings, head, asked, tookMs }: Audited): Generator<string> {
  yield `${company}: ${head.count} events, head ${head.hash} (${tookMs} ms)`;
  for (const { rule, ok, checked, broken, facts } of findings) {
    const named = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
    yield ok
      ? `  ok    ${rule} (${checked})`
      : `  FAIL  ${rule}: ${broken} of ${checked}; the first: ${named.join(', ')}`;
  }
  if (asked) yield `  head  ${HEADS[asked]}`;
}

const HEADS = {
  same: 'is the head of these data now',
  earlier: 'stood here; the timeline has gone on since',
  older_database: 'is further than these data go: they are older than what was printed, as after a restore',
  rewritten: 'never stood here: the timeline was rewritten, or the head is of other data',
} as const;
