import type { Command } from 'commander';
import { RETENTION_SUBJECTS, type RetentionSubject } from '#core/personal-data/retention-terms.ts';
import { previewErasures } from '#server/personal-data/preview-erasures.ts';
import { changeRetention, previewRetention, showRetention } from '#server/personal-data/retention.ts';
import { dayView } from '#server/personal-data/views.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Context, NeedsConfirmation } from './program.ts';

const EXAMPLES = `Examples:
  $ rappel retention show --company lambert            how long what is kept, and how much goes on which day
  $ rappel retention set contacts 2 --company lambert --source "our register, 2026" --yes

Terms are whole years after the end of the year of the paper; none may be shorter than the law's. Erasing itself is
done by owners in the application, in two steps: Settings, Audit and data.
`;

type Options = { company: string; source: string; yes?: boolean; json?: boolean };

/** `rappel retention`: the terms in force, what they make go on which day, and a term of the company's own. */
export function retentionCommand(program: Command, context: Context): void {
  const command = program
    .command('retention')
    .description('how long data are kept, and what goes on which day')
    .addHelpText('before', EXAMPLES);
  command
    .command('show')
    .description('list the terms in force, and how much goes on which day')
    .requiredOption('--company <key>', 'the company')
    .option('--json', 'print one JSON document')
    .action(({ company, json }: Options) =>
      context.inside(company, (tools) => show(tools, context, json ?? false)),
    );
  command
    .command('set')
    .description("set a term of the company's own, never below the law's")
    .argument('<subject>', RETENTION_SUBJECTS.join(', '))
    .argument('<years>', 'whole years, 0 to 50')
    .requiredOption('--company <key>', 'the company')
    .requiredOption('--source <text>', 'the text it follows')
    .option('--yes', 'set it; without, only what it would change is told')
    .action((subject: string, years: string, given: Options, self: Command) => {
      const known = RETENTION_SUBJECTS.find((one) => one === subject);
      if (!known) return self.error(`There is no ${subject}. Name one of ${RETENTION_SUBJECTS.join(', ')}.`);
      if (!/^\d{1,2}$/.test(years) || Number(years) > 50) return self.error('Give whole years, 0 to 50.');
      return context.inside(given.company, (tools) =>
        set(tools, context, { subject: known, years: Number(years), given }),
      );
    });
}

async function show(tools: CompanyTools, context: Context, json: boolean): Promise<void> {
  const retention = await showRetention(tools);
  const { days } = await previewErasures(tools);
  if (json) return context.out(JSON.stringify({ version: 1, ...retention, days: days.map(dayView) }));
  for (const { subject, years, source, own } of retention.terms)
    context.out(
      `${subject.padEnd(15)} ${String(years).padStart(2)} years  ${source}${own ? '  (own term)' : ''}`,
    );
  for (const line of days.map(dayView).map(lineOf)) context.out(line);
}

async function set(
  tools: CompanyTools,
  context: Context,
  { subject, years, given }: { subject: RetentionSubject; years: number; given: Options },
): Promise<void> {
  const { after } = await previewRetention(tools, { subject, years });
  if (!given.yes) {
    const told = after.map(dayView).map(lineOf).join('\n');
    throw new NeedsConfirmation(
      `By it would go:\n${told || 'nothing that is here now'}\nAdd --yes to set it.`,
    );
  }
  await changeRetention(tools, { subject, years, source: given.source });
  context.out(`${subject}: ${years} years from now on.`);
}

function lineOf({ on, persons, contacts, files }: ReturnType<typeof dayView>): string {
  return `${on}  persons: ${persons}, contact persons: ${contacts}, files: ${files}`;
}
