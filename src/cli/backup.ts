import path from 'node:path';
import { type Command, Option } from 'commander';
import { refuse } from '#core/refusal.ts';
import { backUp, readKey } from '#server/backups/back-up.ts';
import { backUpPhysically } from '#server/backups/back-up-physically.ts';
import { isFolder } from '#server/backups/physical-manifest.ts';
import {
  keepServersOut,
  lookBeforeRestore,
  type Restoring,
  restoreBackup,
} from '#server/backups/restore-backup.ts';
import { verifyBackup } from '#server/backups/verify-backup.ts';
import { verifyPhysicalBackup } from '#server/backups/verify-physical-backup.ts';
import type { OpenInstallation } from '#server/installation.ts';
import { replayRestrictions } from '#server/personal-data/restriction-stones.ts';
import { replayErasures } from '#server/personal-data/tombstones.ts';
import type { Settings } from '#server/platform/settings.ts';
import type { BackupPlace, Tools } from '#server/platform/tools.ts';
import { type Context, EXIT, NeedsConfirmation } from './program.ts';

type Given = {
  readonly to?: string;
  readonly physical?: boolean;
  readonly withSecret?: boolean;
  readonly keyFile?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
};

const STARTED_EQUAL = 'A copy of it was started and found equal, row by row and index by index.';
const KEY_FILE = 'a file with the key that seals it (openssl rand -hex 32 > backup.key)';

export function backupCommand(program: Command, context: Context): void {
  program
    .command('backup')
    .description(
      'write everything into one file while Rappel works, and restore it once to see that it is good',
    )
    .option('--to <file>', 'the file; without it, a new one in the folder of backups')
    .option('--key-file <file>', KEY_FILE)
    .addOption(
      new Option(
        '--physical',
        'copy the files of the embedded PostgreSQL into the folder --to, which rappel start takes as its data folder: for ' +
          'large data, and the same version of PostgreSQL',
      ).conflicts('keyFile'),
    )
    .option('--with-secret', 'with --physical: take the secret along, which opens sealed passwords')
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'before',
      'Examples:\n  $ rappel backup --to /srv/backups/rappel-2026-03-31.rappel\n' +
        '  $ rappel backup --physical --to /srv/backups/rappel-2026-03-31\n',
    )
    .action((given: Given, command: Command) => {
      if (given.physical && !given.to)
        command.error('A physical backup is a folder. Name a new one: --physical --to FOLDER.');
      return context.withRappel((tools, { settings }) =>
        given.physical ? copyPhysically(context, given, { tools, settings }) : backup(context, tools, given),
      );
    });
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

async function copyPhysically(
  context: Context,
  { to = '', withSecret = false, json }: Given,
  { tools, settings }: { readonly tools: Tools; readonly settings: Settings },
): Promise<void> {
  const place = placeOf(tools, {});
  const isEmbedded = settings.databaseUrl === null;
  const asked = { folder: path.resolve(to), at: Temporal.Now.instant(), isEmbedded, withSecret };
  const { file, differences, written } = await backUpPhysically(tools.db, place, asked);
  const { size, rows, manifest } = written;
  const isGood = differences.length === 0;
  if (json) {
    const { totals, heads } = manifest.content;
    const facts = { folder: file, size, rows, files: manifest.files.length, withSecret, verified: isGood };
    context.out(JSON.stringify({ version: 1, ...facts, differences, totals, heads }));
  } else {
    context.out(`${file}: ${rows} rows, ${manifest.files.length} files, ${megabytes(size)}, not encrypted.`);
    context.out(isGood ? STARTED_EQUAL : notGood(differences));
    context.out(
      withSecret
        ? 'It holds the secret: whoever has the folder opens the passwords of your mail servers.'
        : 'It holds no secret: keep a copy of that apart (the file “secret” of the data folder, or RAPPEL_SECRET).',
    );
    context.out('To go back to it: copy the folder, and start Rappel on the copy with RAPPEL_DATA_DIR.');
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
  if (isFolder(file)) refuse('physical_is_started', { folder: path.basename(file) });
  const { database, settings } = installation;
  await keepServersOut(database);
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
  // What the data that go know of the persons, by whichever process it was done, is known beside them then.
  await replayErasures(tools);
  await replayRestrictions(tools, { freedToo: true });
  const { before, secretTaken, manifest } = await restoreBackup(restoring, {
    file,
    keyFile,
    at: Temporal.Now.instant(),
  });
  // Whom an older backup brings back is gone again before the command ends, and before anything serves these data.
  const erasedAgain = await replayErasures(tools);
  const restrictedAgain = await replayRestrictions(tools);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const again = { erasedAgain, restrictedAgain };
  if (given.json)
    return context.out(JSON.stringify({ version: 1, takenAt, host, rows, before, secretTaken, ...again }));
  context.out(`${what} is restored: ${rows} rows.`);
  if (erasedAgain > 0)
    context.out(`Erased again, as it was before: ${erasedAgain} persons, contact persons and files.`);
  if (restrictedAgain > 0)
    context.out(`Restricted or freed again, as it was before: ${restrictedAgain} persons.`);
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
    .description(
      'restore a backup into a scratch database (or start a copy of a physical one), compare it row by row, and take it away again',
    )
    .option('--key-file <file>', KEY_FILE)
    .option('--json', 'print the result as JSON')
    .addHelpText('before', 'Example:\n  $ rappel verify /srv/backups/rappel-2026-03-31.rappel\n')
    .action((file: string, given: Given) =>
      context.withRappel((tools) => verify(context, file, given, tools)),
    );
}

async function verify(context: Context, file: string, given: Given, tools: Tools): Promise<void> {
  const place = placeOf(tools, given);
  const { head, manifest, differences } = isFolder(file)
    ? await verifyPhysicalBackup(path.resolve(file))
    : await verifyBackup({ file, key: readKey(place.keyFile) }, place.database);
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
    context.out(isGood && isFolder(file) ? STARTED_EQUAL : verdict(differences));
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
  return notGood(differences);
}

function notGood(differences: readonly string[]): string {
  return `NOT GOOD. A restored copy differs in: ${differences.join(', ')}.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
