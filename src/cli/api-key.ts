import { type Command, InvalidArgumentError } from 'commander';
import { KEY_ROLES } from '#contract/api-keys.ts';
import { refuse } from '#core/refusal.ts';
import { makeApiKey, revokeApiKey, showApiKeys } from '#server/api-keys/make-api-key.ts';
import { findUserByEmail } from '#server/users/queries.ts';
import { showMember } from '#server/users/show-users.ts';
import type { Context } from './program.ts';

type Made = { company: string; email: string; name: string; role: KeyRole; expires?: string; json?: boolean };
type KeyRole = (typeof KEY_ROLES)[number];
type Of = { company: string; json?: boolean };

export function apiKeyCommands(program: Command, context: Context): void {
  const keys = program.command('api-key').description('keys with which programs ask the API of a company');
  addMaking(keys, context);
  keys
    .command('list')
    .description('the keys of a company, without what is secret of them')
    .requiredOption('--company <key>', 'the company')
    .option('--json', 'print them as JSON')
    .addHelpText('before', 'Example:\n  $ rappel api-key list --company lambert\n')
    .action(async ({ company, json }: Of) => {
      const found = await context.inside(company, (tools) => showApiKeys(tools));
      if (json) return context.out(JSON.stringify({ apiKeys: found }));
      for (const { prefix, name, role, user, state, lastUsedAt } of found) {
        context.out(`${prefix}…  ${name}  ${role}  ${user}  ${state}  last used ${lastUsedAt ?? 'never'}`);
      }
    });
  keys
    .command('revoke <prefix>')
    .description('end a key at once, by its beginning')
    .requiredOption('--company <key>', 'the company')
    .option('--json', 'print the key as JSON')
    .addHelpText('before', 'Example:\n  $ rappel api-key revoke rappel_7dQxA --company lambert\n')
    .action(async (prefix: string, { company, json }: Of) => {
      const revoked = await context.inside(company, async (tools) => {
        const key = (await showApiKeys(tools)).find((each) => prefix.startsWith(each.prefix));
        return revokeApiKey(tools, key?.id ?? refuse('api_key_unknown', {}));
      });
      context.out(json ? JSON.stringify({ apiKey: revoked }) : `${revoked.prefix}… no longer works.`);
    });
}

function addMaking(keys: Command, context: Context): void {
  keys
    .command('make')
    .description('make a key that acts on behalf of a user; it is printed once')
    .requiredOption('--company <key>', 'the company it opens')
    .requiredOption('--email <address>', 'on whose behalf it acts')
    .requiredOption('--name <name>', 'what it is for')
    .option('--role <role>', `what it may do: ${KEY_ROLES.join(', ')}`, readRole, 'reader')
    .option('--expires <day>', 'the last day on which it works, like 2026-12-31', readDay)
    .option('--json', 'print the key as JSON')
    .addHelpText(
      'before',
      'Example:\n  $ rappel api-key make --company lambert --email odile@lambert.example --name "Nightly export"\n',
    )
    .action(async ({ company, email, name, role, expires, json }: Made) => {
      const made = await context.inside(company, async (tools) => {
        const user = (await findUserByEmail(tools.db, email)) ?? refuse('user_unknown', { user: email });
        const { id } = await showMember(tools, user.id);
        const expiresOn = expires === undefined ? null : Temporal.PlainDate.from(expires);
        return makeApiKey(tools, id, { name, role, expiresOn });
      });
      context.out(json ? JSON.stringify(made) : made.key);
      if (!json) context.say('Keep it where only the program reads it: it is not shown again.');
    });
}

function readRole(text: string): KeyRole {
  const found = KEY_ROLES.find((role) => role === text);
  if (found) return found;
  throw new InvalidArgumentError(`Use one of ${KEY_ROLES.join(', ')}.`);
}

function readDay(text: string): string {
  try {
    return Temporal.PlainDate.from(text).toString();
  } catch {
    throw new InvalidArgumentError('Write a day like 2026-12-31.');
  }
}
