import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DOSSIER_TABLES } from '#server/dossier/dossier-rows.ts';
import { freshDb } from '#test/support/fresh-db.ts';

/**
 * No table and no column that says something of a person is forgotten: what hangs on a debtor is given out when the person
 * asks (docs/personal-data.md), and each of its texts is erased with the person or named here with the reason it stays.
 */
const { pool } = await freshDb();

/** Hangs on a debtor, and is not in what a person is given: with the reason. */
const NOT_GIVEN_OUT: Readonly<Record<string, string>> = {
  timeline_entry: 'given as events, each with its place in the chain',
  erasure: 'ids alone, of who is not there any more',
  contact_erasure: 'the same',
  notice_outcome: 'what its dispatches say, counted',
  bank_line_before: 'where a line stood before its file changed it: days and amounts',
};

/** Texts that stay in the books of an erased person. */
const because = (reason: string, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, reason]));
const STAYS: Readonly<Record<string, string>> = {
  ...because('a user of the company, by id', [
    'acceptance.recorded_by',
    'claim_act.done_by',
    'claim_act.undone_by',
    'contact_erasure.erased_by',
    'dispatch_look.looked_by',
    'dispute.assigned_to',
    'dispute.opened_by',
    'dispute.resolved_by',
    'erasure.erased_by',
    'hand_over.collector_id',
    'collector_report.collector_id',
    'hand_over.handed_by',
    'hand_over.taken_back_by',
    'hold.placed_by',
    'hold.released_by',
    'ledger_difference.resolved_by',
    'notice.undone_by',
    'promise.made_by',
    'promise.seen_by',
    'promise.withdrawn_by',
    'settlement.made_by',
    'settlement.undone_by',
    'task.done_by',
    'timeline_entry.actor',
  ]),
  ...because('one of a few words', [
    'bank_line.code',
    'bank_line.return_reason',
    'claim.law_country',
    'dispatch.channel',
    'dispatch.via',
    'document.source',
    'notice.announcement',
    'notice.channel',
    'notice.currency',
    'notice.language',
    'notice.step_kind',
    'proposal.channel',
    'proposal.channels',
    'proposal.computed_channel',
    'proposal.computed_channels',
    'proposal.currency',
    'proposal.language',
    'proposal.step_kind',
    'run_left_out.because',
    'timeline_entry.kind',
  ]),
  ...because('a number of the books', [
    'debtor.number',
    'document.linked_number',
    'document.number',
    'document.structured_reference',
    'proposal.key',
  ]),
  ...because('levels, days and amounts', ['claim.rows', 'notice_line.before', 'settlement_part.before']),
  ...because('a fingerprint', ['dispatch.sha256', 'notice.pdf_sha256', 'timeline_entry.commitment']),
  ...because('made by Rappel, of the company’s own domain', ['dispatch.message_id']),
  ...because('the dispatch’s own id, and an hour', ['dispatch.offer_key']),
  ...because('the account of the company that is to be paid to', ['document.iban']),
  ...because('who has the file: a lawyer or an agency', ['hand_over.given_to']),
  ...because('what core/timeline/personal-facts.ts says nothing of a person', ['timeline_entry.facts']),
};

type Column = { readonly table: string; readonly column: string; readonly isWord: boolean };

const LINKS = [
  'debtor_id',
  'due_item_id',
  'notice_id',
  'dispatch_id',
  'claim_id',
  'settlement_id',
  'line_id',
  'contact_id',
];

const { rows: linked } = await pool.query<{ table: string }>(
  `select distinct table_name as table from information_schema.columns join information_schema.tables using (table_schema, table_name)
   where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = any($1) order by 1`,
  [LINKS],
);
/** A word is one of a few by a check of its own, or a key of three letters or fewer: it says nothing of anybody. */
const { rows: columns } = await pool.query<Column>(
  `select c.relname as table, a.attname as column, exists (
     select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
       and (pg_get_constraintdef(k.oid) ~ 'ANY \\(+ARRAY' or pg_get_constraintdef(k.oid) ~ '~ ''\\^\\[')) as "isWord"
   from pg_attribute a join pg_class c on c.oid = a.attrelid
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
     and a.attgenerated = '' and format_type(a.atttypid, a.atttypmod) ~ '^(text|json|bytea|character)' order by 1, 2`,
);

const ERASING = ['erase-rows.ts', 'erase-contacts.ts']
  .map((file) => readFileSync(`src/server/personal-data/${file}`, 'utf8'))
  .join('\n');

/** Whether the erasure takes the row away, or sets this column in an update of this table. */
function isErased({ table, column }: Column): boolean {
  if (ERASING.includes(`delete from ${table} `)) return true;
  return [...ERASING.matchAll(new RegExp(`update ${table}\\b[\\s\\S]*?(?:where|from) `, 'g'))].some(
    ([statement]) => new RegExp(`\\b${column} = `).test(statement),
  );
}

test('what hangs on a debtor is given to the person who asks', () => {
  const given = new Set(DOSSIER_TABLES);
  expect(linked.length).toBeGreaterThan(20);
  expect(
    linked.map(({ table }) => table).filter((table) => !given.has(table) && !(table in NOT_GIVEN_OUT)),
  ).toEqual([]);
  expect(Object.keys(NOT_GIVEN_OUT).filter((table) => given.has(table))).toEqual([]);
});

test('each text of it is erased with the person, or stays for a reason', () => {
  const tables = new Set([...DOSSIER_TABLES, ...linked.map(({ table }) => table)]);
  const own = columns.filter(({ table, isWord }) => tables.has(table) && !isWord);
  const names = own.filter((column) => !isErased(column)).map(({ table, column }) => `${table}.${column}`);
  expect(own.length).toBeGreaterThan(60);
  expect(names.filter((name) => !(name in STAYS))).toEqual([]);
  expect(Object.keys(STAYS).filter((name) => !names.includes(name))).toEqual([]);
});
