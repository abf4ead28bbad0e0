import { sql } from 'kysely';
import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { importBankFileNow } from '#server/bank-statements/steer-bank-file.ts';
import { loadDemo } from '#server/companies/load-demo.ts';
import { addFileImport } from '#server/imports/add-import.ts';
import { type Db, inCompany } from '#server/platform/db.ts';
import type { Tools } from '#server/platform/tools.ts';
import type { Ids } from './ask-routes.ts';
import { camt } from './bank-files.ts';
import type { FreshDb } from './fresh-db.ts';
import { inside } from './tools.ts';

/** Stands in every text of the furnished company that a person could read. */
export const CANARY = 'Kanarienvogel';
export type Furnished = {
  readonly id: string;
  readonly key: string;
  /** Its ids, by what the contract calls them. */
  readonly ids: Ids;
};

/** The demo with a canary in every text a person could read, and something under way of each kind. */
export async function furnishCompany(fresh: FreshDb, tools: Tools, userId: string): Promise<Furnished> {
  const { key } = await loadDemo(tools, userId);
  const { id } = await fresh.db
    .selectFrom('company')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  const company = inside(tools, id, userId);
  const importId = await addFileImport(company, {
    fileName: `${CANARY}.csv`,
    bytes: Buffer.from('debtor_number,document_number\n1,2\n'),
  });
  await importBank(company);
  await inCompany(company, async (trx) => {
    for (const text of ['debtor.name', 'debtor_group.name', 'hold.reason', 'document.number', 'file.name']) {
      const [table = '', column = ''] = text.split('.');
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${`${CANARY} `} || ${sql.ref(column)}`.execute(
        trx,
      );
    }
  });
  return { id, key, ids: { ...(await firstIds(fresh.db, id)), importId, user: userId } };
}

/** A statement that counts and one that was refused, with lines of somebody to look for. */
async function importBank(company: ReturnType<typeof inside>): Promise<void> {
  const lines = [{ amount: '25.00', from: CANARY }];
  const bytes = camt({ statements: [{ lines }, { number: '2', closing: '1.00', lines }] });
  const bankFileId = await keepBankFile(company, { fileName: `${CANARY}.xml`, bytes, origin: 'upload' });
  await importBankFileNow(company, { bankFileId });
}

const TABLES = {
  account: 'bank_account',
  accountId: 'bank_account',
  file: 'bank_file',
  bankFileId: 'bank_file',
  statement: 'bank_statement',
  statementId: 'bank_statement',
  parent: 'bank_line',
  line: 'bank_line',
  lineId: 'bank_line',
  debtor: 'debtor',
  contact: 'debtor_contact',
  hold: 'hold',
  group: 'debtor_group',
  groupId: 'debtor_group',
  policy: 'dunning_policy',
  policyId: 'dunning_policy',
  run: 'run',
  proposal: 'proposal',
  notice: 'notice',
  dispatch: 'dispatch',
  task: 'task',
  item: 'due_item',
  dueItemId: 'due_item',
  mail: 'caught_mail',
} as const;

async function firstIds(db: Db, companyId: string): Promise<Ids> {
  const { rows } = await sql<{ name: string; id: string | null }>`${sql.join(
    Object.entries(TABLES).map(
      ([name, table]) => sql`(select ${name}::text as name, (select id::text from ${sql.table(table)}
        ${table === 'caught_mail' ? sql`` : sql`where company_id = ${companyId}`} limit 1) as id)`,
    ),
    sql` union all `,
  )}`.execute(db);
  return Object.fromEntries(rows.map(({ name, id }) => [name, id ?? crypto.randomUUID()]));
}

/** A file's bytes stand for themselves in its hash. */
function rowText(table: string) {
  return table === 'file' ? sql`t.id::text || t.name || t.sha256` : sql`t::text`;
}

/** Every row of a company, as one sum a table. */
export async function everythingOf(db: Db, companyId: string): Promise<Ids> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'company_id' and table_type = 'BASE TABLE'`.execute(db);
  const { rows } = await sql<{ name: string; sum: string }>`${sql.join(
    tables.map(
      ({ name }) => sql`(select ${name}::text as name,
        md5(string_agg(md5(${rowText(name)}), '' order by md5(${rowText(name)}))) as sum
        from ${sql.table(name)} t where company_id = ${companyId})`,
    ),
    sql` union all `,
  )}`.execute(db);
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}
