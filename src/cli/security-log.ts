import { type Command, InvalidArgumentError } from 'commander';
import { SECURITY_EVENTS, SECURITY_LOG_DAYS, type SecurityEvent } from '#core/accounts/security-events.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyByKey } from '#server/companies/queries.ts';
import type { Tools } from '#server/platform/tools.ts';
import { listSecurityEvents } from '#server/security-log/queries.ts';
import { viewOf } from '#server/security-log/show-security-log.ts';
import { findUserByEmail } from '#server/users/queries.ts';
import { oneOf, pagesOf, printRows } from './print-rows.ts';
import type { Context } from './program.ts';

const PER_PAGE = 500;

type Given = { company?: string; email?: string; event?: SecurityEvent; since?: string; json?: boolean };
type Line = ReturnType<typeof viewOf>;

export function securityLogCommand(program: Command, context: Context): void {
  program
    .command('security-log')
    .description(
      `who came in, who was refused, and what changed about how one signs in; ${SECURITY_LOG_DAYS} days of it`,
    )
    .option('--company <key>', 'only what happened there, and how its members signed in')
    .option('--email <address>', 'only of this user')
    .option('--event <event>', `only this: ${SECURITY_EVENTS.join(', ')}`, oneOf(SECURITY_EVENTS))
    .option('--since <day>', 'from the beginning of this day on (UTC), like 2026-03-31', readDay)
    .option('--json', 'print JSON')
    .addHelpText(
      'before',
      'Examples:\n  $ rappel security-log --event sign_in_failed --since 2026-03-31\n  $ rappel security-log --company lambert --json\n',
    )
    .action(({ json, ...given }: Given) =>
      context.withRappel(async (tools) => {
        const look = await lookFrom(tools, given);
        const read = (page: number) => listSecurityEvents(tools.db, { ...look, page, perPage: PER_PAGE });
        const pages = pagesOf(read, (row) => viewOf(row));
        await printRows(context, { name: 'events', format: json ? 'json' : 'table', columns, line }, pages);
      }),
    );
}

const columns = ['last', 'times', 'event', 'code', 'user', 'machine', 'route'];

function line({ lastAt, times, event, code, user, machine, route }: Line): string[] {
  return [lastAt, String(times), event, code, user?.name ?? user?.id ?? '–', machine ?? 'shell', route];
}

async function lookFrom({ db }: Tools, { company, email, event, since }: Omit<Given, 'json'>) {
  const place =
    company === undefined
      ? undefined
      : ((await findCompanyByKey(db, company)) ?? refuse('company_unknown', { company }));
  const user =
    email === undefined
      ? undefined
      : ((await findUserByEmail(db, email)) ?? refuse('user_unknown', { user: email }));
  return {
    companyId: place?.id,
    userId: user?.id,
    event,
    since: since === undefined ? undefined : Temporal.Instant.from(`${since}T00:00:00Z`),
  };
}

function readDay(text: string): string {
  try {
    return Temporal.PlainDate.from(text).toString();
  } catch {
    throw new InvalidArgumentError('Write a day like 2026-12-31.');
  }
}
