import { expect, test } from 'vitest';
import { readSources, withoutComments } from '#test/support/sources.ts';
import { CallGraph } from './call-graph.ts';

/**
 * Every act is in the dossier. A use case is what a route or a worker calls by name; one that may write to a table must
 * come by the timeline, or stand below with its reason.
 */
const graph = new CallGraph();

type UseCase = { readonly name: string; readonly file: string; readonly tables: readonly string[] };

const writing = new Map<string, UseCase>();
for (const { path, text } of readSources('src/server/*/{routes,workers}.ts')) {
  const code = withoutComments(text).replaceAll(/^import [^;]*;/gm, '');
  for (const { name, file } of graph.mentioned(path, code)) {
    if (file === path) continue;
    const tables = [...graph.writesFrom(file, graph.declaration(file, name) ?? '').keys()];
    if (tables.length > 0) writing.set(`${file}#${name}`, { name, file, tables });
  }
}

const TABLES: Readonly<Record<string, string>> = {
  api_key: 'that a key was used just now; making and revoking one is told',
  stored_answer: 'what the same request is answered with again',
  sign_in_attempt: 'of a person, not of a company: their sessions and what guards them',
  sign_in_step: 'the same',
  sign_in_link: 'the same; a link made for somebody else is told',
  user_session: 'the same',
  user_credential: 'the same',
  user_totp: 'the same',
  user_recovery_code: 'the same',
  user_passkey: 'the same',
  security_event: 'the same: it is itself what tells of them',
  app_user: 'the same: a person’s own language and look',
  backup_run: 'of the installation: no company’s books change',
  applied_migration: 'the same',
  mail_watch: 'what the installation was warned of',
  silence_notice: 'the same',
  what_if: 'a draft: a question asked, that changes nothing',
  import_mapping: 'how a file is read; what came in by it is told by its import',
  bank_csv_profile: 'the same, of bank files',
  import: 'the upload’s own state, with who and when; what it writes is told when it is applied',
  bank_file: 'the same, of bank files',
};
const USE_CASES_WITHOUT: Readonly<Record<string, string>> = {
  forewarn: 'who was told before an automatic run: the day’s own row keeps it; the run is told',
  forewarningGivenUp: 'the same',
  startRun: 'a draft until it is planned, which is told',
  recomputeRun: 'the same',
  probeSentFolder: 'what a try of the mailbox proved; setting it is told',
  lookAtProbe: 'the same',
  lookAtProbes: 'the same',
};

test('there are use cases to look at', () => {
  expect(writing.size).toBeGreaterThan(150);
});

test('a use case that changes something comes by the timeline', () => {
  const silent = [...writing.values()].filter(
    ({ name, tables }) =>
      !tables.includes('timeline_entry') &&
      !(name in USE_CASES_WITHOUT) &&
      !tables.every((table) => table in TABLES),
  );
  expect(silent.map(({ file, name, tables }) => `${file} ${name}: ${tables.join(', ')}`)).toEqual([]);
});

test('no reason outlives what it was given for', () => {
  const silent = [...writing.values()].filter(({ tables }) => !tables.includes('timeline_entry'));
  const names = new Set(silent.map(({ name }) => name));
  const tables = new Set(silent.flatMap((one) => one.tables));
  expect(Object.keys(USE_CASES_WITHOUT).filter((name) => !names.has(name))).toEqual([]);
  expect(Object.keys(TABLES).filter((table) => !tables.has(table))).toEqual([]);
});
