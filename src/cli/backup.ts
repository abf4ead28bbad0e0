import path from 'node:path';
import type { Command } from 'commander';
import { backUp, readKey } from '#server/backups/back-up.ts';
import { lookBeforeRestore, type Restoring, restoreBackup } from '#server/backups/restore-backup.ts';
import { verifyBackup } from '#server/backups/verify-backup.ts';
import type { OpenInstallation } from '#server/installation.ts';
import type { BackupPlace, Tools } from '#server/platform/tools.ts';
import { type Context, EXIT, NeedsConfirmation } from './program.ts';

type Given = {
  readonly to?: string;
  readonly keyFile?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
};

const KEY_FILE = 'a file with the key that seals it (openssl rand -hex 32 > backup.key)';

export function backupCommand(program: Command, context: Context): void {
  program
    .command('backup')
    .description(
      'write everything into one file while Rappel works, and restore it once to see that it is good',
    )
    .option('--to <file>', 'the file; without it, a new one in the folder of backups')
    .option('--key-file <file>', KEY_FILE)
    .option('--json', 'print what was written as JSON')
    .addHelpText('before', 'Example:\n  $ rappel backup --to /srv/backups/rappel-2026-03-31.rappel\n')
    .action((given: Given) => context.withRappel((tools) => backup(context, tools, given)));
}

async function backup(context: Context, tools: Tools, given: Given): Promise<void> {
  const place = placeOf(tools, given);
  const to = given.to ? { file: path.resolve(given.to) } : {};
  const made = await backUp(tools.db, place, { reason: 'asked', at: Temporal.Now.instant(), ...to });
  const { file, differences } = made;
  const { size, rows, manifest } = made.written;
  const isGood = differences.length === 0;
  const facts = { file, size, rows, encrypted: place.keyFile !== null, verified: isGood, differences };
  if (given.json)
    context.out(JSON.stringify({ version: 1, ...facts, totals: manifest.totals, heads: manifest.heads }));
  else {
    context.out(`${file}: ${rows} rows, ${megabytes(size)}${place.keyFile ? ', sealed with the key' : ''}.`);
    context.out(verdict(differences));
  }
  if (!isGood) context.exitWith(EXIT.failure);
}

export function restoreCommand(program: Command, context: Context): void {
  program
    .command('restore <file>')
    .description('put a backup in the place of everything there is; nothing leaves until it is released')
    .option('--key-file <file>', KEY_FILE)
    .option('--yes', 'do it, though there are data')
    .option('--json', 'print what was restored as JSON')
    .addHelpText('before', 'Example:\n  $ rappel restore /srv/backups/rappel-2026-03-31.rappel --yes\n')
    .action((file: string, given: Given) =>
      context.withRappel((tools, installation) => restore(context, file, given, { tools, installation })),
    );
}

async function restore(
  context: Context,
  file: string,
  given: Given,
  { tools, installation }: { readonly tools: Tools; readonly installation: OpenInstallation },
): Promise<void> {
  const { database, settings } = installation;
  const place = placeOf(tools, {});
  const secretIsGiven = settings.secret !== null;
  const restoring: Restoring = { database, db: tools.db, place, dataDir: settings.dataDir, secretIsGiven };
  const keyFile = given.keyFile ?? place.keyFile;
  const looked = await lookBeforeRestore(restoring, { file, key: readKey(keyFile) });
  const { takenAt, host, rappel } = looked.head;
  const what = `The backup of ${takenAt} (${host}, Rappel ${rappel})`;
  if (looked.companies.length > 0 && !given.yes)
    throw new NeedsConfirmation(
      `${what} would take the place of everything there is now: ${looked.companies.join(', ')}. What is there is kept ` +
        'beside the backups. Add --yes to do it.',
    );
  const { before, secretTaken, manifest } = await restoreBackup(restoring, {
    file,
    keyFile,
    at: Temporal.Now.instant(),
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  if (given.json)
    return context.out(JSON.stringify({ version: 1, takenAt, host, rows, before, secretTaken }));
  context.out(`${what} is restored: ${rows} rows.`);
  if (before) context.out(`What was there before is kept: ${before}`);
  if (!secretTaken && !secretIsGiven)
    context.out(
      'It holds no secret: passwords of mail servers open only with the one they were sealed with.',
    );
  context.out(
    'Nothing leaves until you release it: what was sent after the backup is not known here any more.',
  );
  context.out('Look at what waits, then: rappel release --reason "…"');
}

export function verifyCommand(program: Command, context: Context): void {
  program
    .command('verify <file>')
    .description('restore a backup into a scratch database, compare it row by row, and take it away again')
    .option('--key-file <file>', KEY_FILE)
    .option('--json', 'print the result as JSON')
    .addHelpText('before', 'Example:\n  $ rappel verify /srv/backups/rappel-2026-03-31.rappel\n')
    .action((file: string, given: Given) =>
      context.withRappel((tools) => verify(context, file, given, tools)),
    );
}

async function verify(context: Context, file: string, given: Given, tools: Tools): Promise<void> {
  const place = placeOf(tools, given);
  const { head, manifest, differences } = await verifyBackup(
    { file, key: readKey(place.keyFile) },
    place.database,
  );
  const { takenAt, host, rappel } = head;
  const { totals, heads } = manifest;
  const isGood = differences.length === 0;
  if (given.json)
    context.out(
      JSON.stringify({ version: 1, good: isGood, differences, takenAt, host, rappel, totals, heads }),
    );
  else {
    context.out(`Taken ${takenAt} on ${host} by Rappel ${rappel}.`);
    for (const { company, currency, items, open, notices } of totals)
      context.out(
        `  ${company}: ${items} due items, ${open} ${currency} (in cents) open, ${notices} notices`,
      );
    context.out(verdict(differences));
  }
  if (!isGood) context.exitWith(EXIT.failure);
}

function placeOf({ installation }: Tools, { keyFile }: Given): BackupPlace {
  const { backups } = installation;
  if (!backups) throw new Error('There is no place for backups.');
  return keyFile ? { ...backups, keyFile: path.resolve(keyFile) } : backups;
}

function verdict(differences: readonly string[]): string {
  if (differences.length === 0) return 'Restored into a scratch database and found equal, row by row.';
  return `NOT GOOD. A restored copy differs in: ${differences.join(', ')}.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
