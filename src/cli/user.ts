import { readFileSync, statSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { ROLES, type Role } from '#contract/access.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addUserWithPassword } from '#server/users/add-user.ts';
import { changeAccess, removeSecondFactor } from '#server/users/change-access.ts';
import { inviteUser, renewLink } from '#server/users/invite-user.ts';
import { findUserByEmail } from '#server/users/queries.ts';
import { showMember } from '#server/users/show-users.ts';
import { readLanguage } from './company.ts';
import type { Context } from './program.ts';

type Given = {
  email: string;
  company: string;
  role: Role;
  name?: string;
  language: Language;
  passwordFile?: string;
  json?: boolean;
};

export function userCommand(program: Command, context: Context): void {
  const user = program.command('user').description('add users, shut them out, or help them in again');
  addAccess(user, context);
  user
    .command('add')
    .description('let somebody work in a company')
    .requiredOption('--email <address>', 'what they sign in with', readEmail)
    .requiredOption('--company <key>', 'where they may work')
    .requiredOption('--role <role>', `what they may do: ${ROLES.join(', ')}`, readRole)
    .option('--name <name>', 'shown beside what they do (default: from the address)')
    .option('--language <code>', 'of their screens', readLanguage, 'en')
    .option(
      '--password-file <file>',
      'their password, of at least 12 characters; - for standard input. Without it, a link is printed with which they choose one',
    )
    .option('--json', 'print the user as JSON')
    .addHelpText(
      'before',
      'Example:\n  $ rappel user add --email odile@lambert.example --company lambert --role owner --password-file secret.txt\n',
    )
    .action(async ({ company, passwordFile, json, name, ...given }: Given) => {
      const password = passwordFile === undefined ? null : readPassword(passwordFile, context);
      const input = { ...given, name: name ?? given.email.split('@')[0] ?? given.email };
      const added = await context.inside(company, async (tools) =>
        password === null ? inviteUser(tools, input) : addUserWithPassword(tools, input, password),
      );
      if (json) return context.out(JSON.stringify(added));
      const { email, role, pending } = added.user;
      context.out(
        pending
          ? `${email} has an account, and works in ${company} as ${role} once they accept, signed in.`
          : `${email} may now work in ${company} as ${role}.`,
      );
      if (added.link) context.out(handOver(added.link));
    });
  user
    .command('link')
    .description('print a new link with which a user chooses a password, in whichever companies they work')
    .requiredOption('--email <address>', 'what they sign in with', readEmail)
    .requiredOption('--company <key>', 'a company where they work')
    .option('--json', 'print the user and the link as JSON')
    .addHelpText('before', 'Example:\n  $ rappel user link --email odile@lambert.example --company lambert\n')
    .action(async ({ email, company, json }: Named) => {
      const renewed = await context.inside(company, async (tools) => {
        const found = await findUserByEmail(tools.db, email);
        return renewLink(tools, found?.id ?? refuse('user_unknown', { user: email }));
      });
      context.out(json ? JSON.stringify(renewed) : handOver(renewed.link));
    });
}

function handOver(link: string): string {
  return `Hand over this link; it works once, for seven days:\n${link}`;
}

function readPassword(file: string, { say }: Context): string {
  if (file !== '-' && process.platform !== 'win32' && statSync(file).mode & 0o077) {
    say(`Others on this machine can read ${file}. Close it: chmod 600 ${file}`);
  }
  return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/\r?\n$/, '');
}

type Named = { email: string; company: string; json?: boolean };

/** What an operator does for a user who is already there. */
function addAccess(user: Command, context: Context): void {
  const about = (
    name: string,
    description: string,
    act: (tools: CompanyTools, id: string) => Promise<void>,
  ) =>
    user
      .command(name)
      .description(description)
      .requiredOption('--email <address>', 'what they sign in with', readEmail)
      .requiredOption('--company <key>', 'a company where they work')
      .option('--json', 'print the user as JSON')
      .addHelpText(
        'before',
        `Example:\n  $ rappel user ${name} --email odile@lambert.example --company lambert\n`,
      )
      .action(async ({ email, company, json }: Named) => {
        const done = await context.inside(company, async (tools) => {
          const found = await findUserByEmail(tools.db, email);
          const id = found?.id ?? refuse('user_unknown', { user: email });
          await act(tools, id);
          return showMember(tools, id);
        });
        const state = done.disabled ? 'is shut out' : 'may sign in';
        const factor = done.secondFactor ? 'with a second factor' : 'without a second factor';
        context.out(json ? JSON.stringify({ user: done }) : `${done.email} ${state}, ${factor}.`);
      });
  about('disable', 'end every session and key of a user at once, in all companies', (tools, id) =>
    changeAccess(tools, id, true),
  );
  about('enable', 'let a disabled user sign in again', (tools, id) => changeAccess(tools, id, false));
  about(
    'remove-second-factor',
    'for somebody who lost device and codes: the password alone opens again',
    removeSecondFactor,
  );
}

function readEmail(text: string): string {
  const address = text.trim().toLowerCase();
  if (z.email().safeParse(address).success) return address;
  throw new InvalidArgumentError('Write it like odile@lambert.example.');
}

function readRole(text: string): Role {
  const found = ROLES.find((role) => role === text);
  if (found) return found;
  throw new InvalidArgumentError(`Use one of ${ROLES.join(', ')}.`);
}
