import { statSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import IntlMessageFormat from 'intl-messageformat';
import type { Logger } from 'pino';
import { Refusal, refuse } from '#core/refusal.ts';
import en from '#i18n/en/refusals.json' with { type: 'json' };
import { findCompanyByKey } from '#server/companies/queries.ts';
import { type OpenInstallation, openInstallation, version } from '#server/installation.ts';
import { openLog } from '#server/platform/log.ts';
import { asNoRoom } from '#server/platform/room.ts';
import { readSettings, type Settings, SettingsError } from '#server/platform/settings.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';

/** What ended a command, as scripts read it (and `rappel --help` tells). */
export const EXIT = { ok: 0, failure: 1, usage: 2, refused: 3, needsConfirmation: 4, notCertain: 5 } as const;

/** What a command needs: where it says things, and Rappel itself. */
export type Context = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Data: tables or one JSON document. */
  out(text: string): void;
  /** Talk: progress, hints, errors. */
  say(text: string): void;
  /** Whether a person watches: then progress may move. */
  readonly isTerminal: boolean;
  settings(env?: Readonly<Record<string, string | undefined>>): Settings;
  /** Opens the database, beside a running server or alone, for as long as the work takes. */
  withRappel<T>(work: (tools: Tools, installation: OpenInstallation) => Promise<T>): Promise<T>;
  /** The same inside a company. @throws Refusal company_unknown */
  inside<T>(key: string, work: (tools: CompanyTools) => Promise<T>): Promise<T>;
  /** Ends the command with another code than 0 or 1, once its output is written. */
  exitWith(code: number): void;
};

/** Each command is a file that adds itself to the program: `xCommand(program, context)`. */
export type AddCommand = (program: Command, context: Context) => void;

/** A command that a person must confirm with --yes: nothing was done. */
export class NeedsConfirmation extends Error {}

export const CONTEXT: Pick<Context, 'env' | 'out' | 'say' | 'isTerminal'> = {
  env: process.env,
  out: (text) => void process.stdout.write(`${text}\n`),
  say: (text) => void process.stderr.write(`${text}\n`),
  isTerminal: Boolean(process.stderr.isTTY) && !process.env.CI,
};

/** Runs one command line. @returns the exit code; nothing here ends the process. */
export async function runProgram(
  commands: readonly AddCommand[],
  args: readonly string[],
  io: typeof CONTEXT = CONTEXT,
): Promise<number> {
  let code: number = EXIT.ok;
  const context = contextOf(io, (next) => {
    code = next;
  });
  const program = frame(io);
  for (const add of commands) add(program, context);
  applyToAll(program, io);
  try {
    if (args.length === 0) program.help({ error: true });
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return explain(wrongFile(error, args) ?? error, io, args.includes('--json'));
  }
}

function frame(io: typeof CONTEXT): Command {
  const program = new Command('rappel')
    .description('Gets invoices paid on time: open items in, lawful reminders out, every step on record.')
    .version(version, '-V, --version')
    .addHelpText('beforeAll', '')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', AFTER)
    .helpCommand('help [command]', 'explain a command');
  program.configureOutput({
    writeOut: (text) => io.out(text.trimEnd()),
    writeErr: (text) => io.say(text.trimEnd()),
  });
  return program;
}

const EXAMPLES = `Examples:
  $ rappel demo                                            try everything, with an invented company
  $ rappel start                                           start Rappel on these data
  $ rappel import items.csv --company lambert              read open items
  $ rappel bank parse statement.cod --json                 print what a bank statement says
  $ rappel run plan --company lambert --on 2026-03-31      propose reminders
  $ rappel doctor                                          look for what is wrong
`;

const AFTER = `
Exit codes: 0 done · 1 failed · 2 wrong usage · 3 refused by a rule · 4 needs --yes · 5 not certain
Settings come from the environment (RAPPEL_DATA_DIR, DATABASE_URL, PORT, …): see docs/operations.md.`;

function applyToAll(command: Command, io: typeof CONTEXT): void {
  command.exitOverride().showSuggestionAfterError().showHelpAfterError('Try --help for its options.');
  command.configureOutput({
    writeOut: (text) => io.out(text.trimEnd()),
    writeErr: (text) => io.say(text.trimEnd()),
  });
  for (const inner of command.commands) applyToAll(inner, io);
}

function contextOf(io: typeof CONTEXT, exitWith: (code: number) => void): Context {
  const settings: Context['settings'] = (env = io.env) => readSettings(env);
  const withRappel: Context['withRappel'] = async (work) => {
    const read = settings();
    const installation = await openInstallation(read, { log: commandLog(read, io), works: false });
    try {
      return await work(installation.tools, installation);
    } finally {
      await installation.close();
    }
  };
  return {
    ...io,
    settings,
    withRappel,
    inside: (key, work) => withRappel(async (tools) => work(await enterAs(tools, key))),
    exitWith,
  };
}

/** A command says what matters itself: its log shows only what goes wrong, unless asked for more. */
function commandLog({ logLevel }: Settings, io: typeof CONTEXT): Logger {
  return openLog(io.env.RAPPEL_LOG_LEVEL ? logLevel : 'error');
}

async function enterAs(tools: Tools, key: string): Promise<CompanyTools> {
  const company = (await findCompanyByKey(tools.db, key)) ?? refuse('company_unknown', { company: key });
  return { ...tools, companyId: company.id, actor: null };
}

/** Says what went wrong and what to do, as JSON where a script asks for it. */
function explain(thrown: unknown, io: typeof CONTEXT, json: boolean): number {
  const error =
    asNoRoom(thrown, io.env.DATABASE_URL ? undefined : (io.env.RAPPEL_DATA_DIR ?? 'data')) ?? thrown;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Refusal) {
    const message = sentenceOf(error);
    if (json) io.out(JSON.stringify({ error: { code: error.code, facts: error.facts, message } }));
    io.say(message);
    return EXIT.refused;
  }
  const message = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof NeedsConfirmation
      ? EXIT.needsConfirmation
      : error instanceof SettingsError || error instanceof WrongFile
        ? EXIT.usage
        : EXIT.failure;
  if (json) io.out(JSON.stringify({ error: { code: NAMES[code] ?? 'failure', message } }));
  io.say(message);
  if (code === EXIT.failure && error instanceof Error) {
    const { cause } = error;
    if (cause instanceof Error)
      io.say(`Because: ${cause instanceof Refusal ? sentenceOf(cause) : cause.message}`);
    if (io.env.RAPPEL_LOG_LEVEL === 'debug' && error.stack) io.say(error.stack);
  }
  return code;
}

/** A file named on the command line that cannot be read. */
class WrongFile extends Error {}

const FILE_WRONG: Readonly<Record<string, (file: string) => string>> = {
  ENOENT: (file) => `There is no file “${file}”. Check its name; it is looked for from ${process.cwd()}.`,
  EACCES: (file) => `“${file}” may not be read by this user. Change its permissions, or run as one who may.`,
  EISDIR: (file) => `“${file}” is a folder. Name a file.`,
};

/** Only where the user named the file: a file of our own that is missing is a failure of ours. */
function wrongFile(error: unknown, args: readonly string[]): WrongFile | null {
  const { code = '', path: file } = (error ?? {}) as NodeJS.ErrnoException;
  const words = FILE_WRONG[code];
  const given = args.map((arg) => arg.replace(/^--[\w-]+=/, ''));
  // Reading a folder as a file fails after it was opened, and names no path.
  const named = file ?? (code === 'EISDIR' ? given.find(isFolder) : undefined);
  return words && named !== undefined && given.includes(named) ? new WrongFile(words(named)) : null;
}

function isFolder(given: string): boolean {
  return statSync(given, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const NAMES: Record<number, string> = {
  [EXIT.failure]: 'failure',
  [EXIT.usage]: 'usage',
  [EXIT.needsConfirmation]: 'needs_confirmation',
};

function sentenceOf({ code, facts }: Refusal): string {
  return String(new IntlMessageFormat(en[code], 'en').format({ ...facts }));
}
