import { type Command, InvalidArgumentError } from 'commander';
import { CompanyKey, Country } from '#contract/companies.ts';
import { currencyFrom } from '#core/money/currencies.ts';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { createCompany } from '#server/companies/create-company.ts';
import { goLive } from '#server/companies/go-live.ts';
import { type Context, NeedsConfirmation } from './program.ts';

type Added = {
  key?: string;
  name: string;
  country: string;
  language: Language;
  currency?: string;
  timeZone?: string;
  json?: boolean;
};

export function companyCommands(program: Command, context: Context): void {
  const company = program.command('company').description('add a company, or let it leave test mode');
  company
    .command('add')
    .description('add a company, in test mode, with the usual policy of its country')
    .requiredOption('--name <name>', 'its name on the letters')
    .requiredOption('--country <code>', 'two letters, like BE', readCountry)
    .requiredOption('--language <code>', `its own language: ${LANGUAGES.join(', ')}`, readLanguage)
    .option('--key <key>', 'its name in addresses and commands (default: made from the name)', readKey)
    .option('--currency <code>', 'like EUR (default: that of the country)')
    .option('--time-zone <name>', 'like Europe/Brussels (default: that of the country)')
    .option('--json', 'print the company as JSON')
    .addHelpText(
      'before',
      'Example:\n  $ rappel company add --key lambert --name "Brasserie Lambert" --country BE --language fr\n',
    )
    .action(async ({ json, currency, timeZone, key, ...given }: Added) => {
      const input = {
        ...given,
        ...(key ? { key } : {}),
        ...(currency ? { currency: currencyFrom(currency) } : {}),
        ...(timeZone ? { timeZone } : {}),
      };
      const added = await context.withRappel((tools) => createCompany(tools, input, null));
      context.out(
        json
          ? JSON.stringify({ company: added })
          : `Added ${added.name} with the key ${added.key}, in test mode.`,
      );
      if (!json)
        context.say(
          `Next: rappel user add --email YOU --company ${added.key} --role owner --password-file FILE`,
        );
    });
  company
    .command('live')
    .description('leave test mode: from then on reminders reach debtors; runs made in test mode are undone')
    .requiredOption('--key <key>', 'the company')
    .option('--yes', 'do it, even without a confirmed test mail and a reviewed run')
    .option('--json', 'print what was done as JSON')
    .addHelpText('before', 'Example:\n  $ rappel company live --key lambert --yes\n')
    .action(async ({ key, yes, json }: { key: string; yes?: boolean; json?: boolean }) => {
      if (!yes)
        throw new NeedsConfirmation(
          `From now on, mails of ${key} would reach its debtors. Repeat with --yes.`,
        );
      const { company, runsUndone } = await context.inside(key, (tools) => goLive(tools, { sure: true }));
      const facts = { company: { key: company.key, mode: company.mode }, runsUndone };
      context.out(
        json ? JSON.stringify(facts) : `${company.name} is live. Runs of test mode undone: ${runsUndone}.`,
      );
    });
}

function readKey(text: string): string {
  if (CompanyKey.safeParse(text).success) return text;
  throw new InvalidArgumentError('Use up to 40 small letters, digits and hyphens, like lambert-2.');
}

function readCountry(text: string): string {
  const code = text.toUpperCase();
  if (Country.safeParse(code).success) return code;
  throw new InvalidArgumentError('Use two letters, like BE, FR, NL or DE.');
}

export function readLanguage(text: string): Language {
  const found = LANGUAGES.find((language) => language === text.toLowerCase());
  if (found) return found;
  throw new InvalidArgumentError(`Use one of ${LANGUAGES.join(', ')}.`);
}
