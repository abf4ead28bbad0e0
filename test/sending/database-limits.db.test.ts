import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addApprovedRun } from '#test/support/approved-run.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { toolsFor } from '#test/support/tools.ts';

/** The limits hold in the database by themselves: what the program asks beforehand is left out here. */
const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const DAY = '2026-03-31';

type Issued = { readonly company: CompanyTools; readonly notices: readonly string[] };

/** Mails of one notice each, made and not yet let go. */
async function addIssued(many: number, given: { mode?: 'live' | 'test' } = {}): Promise<Issued> {
  const { company, run } = await addApprovedRun(tools, { debtors: many, ...given });
  await sendRun(company, { runId: run });
  const found = await inCompany(company, (trx) =>
    trx.selectFrom('notice').select('id').orderBy('number').execute(),
  );
  return { company, notices: found.map(({ id }) => id) };
}

/** Lets a notice go as the program would, at noon of a day. */
function letGo(company: CompanyTools, notice: string | undefined, day = DAY) {
  return inCompany(company, (trx) =>
    sql`update dispatch set state = 'transmitting', transmitting_at = ${`${day}T12:00:00+02:00`}::timestamptz
      where company_id = ${company.companyId} and notice_id = ${notice ?? null}::uuid`.execute(trx),
  );
}

/** As if these notices had gone to the debtor of another one, each by a run of its own or all by one. */
function addContacts(
  { company, notices }: Issued,
  { from, many, runs }: { from: number; many: number; runs: 'one' | 'each' },
) {
  const { companyId } = company;
  const run = runs === 'each' ? sql`gen_random_uuid()` : sql`other.run_id`;
  return inCompany(company, (trx) =>
    sql`insert into contact (company_id, notice_id, debtor_id, run_id, contacted_on)
      select ${companyId}, other.id, own.debtor_id, ${run}, ${DAY}::date
      from notice other join notice own on own.company_id = other.company_id and own.id = ${notices[0]}::uuid
      where other.company_id = ${companyId} and other.id = any(${notices.slice(from, from + many)}::uuid[])`.execute(
      trx,
    ),
  );
}

/** Of each notice, whether it was let go. */
async function gone({ company, notices }: Issued) {
  const found = await inCompany(company, (trx) =>
    trx.selectFrom('dispatch').select('noticeId').where('state', '=', 'transmitting').execute(),
  );
  return notices.map((notice) => found.some(({ noticeId }) => noticeId === notice));
}

test('a debtor is contacted a third time in seven days, and no fourth time until the seven days are over', async () => {
  const third = await addIssued(4);
  await addContacts(third, { from: 1, many: 2, runs: 'each' });
  await letGo(third.company, third.notices[0], '2026-04-06');
  expect(await gone(third)).toEqual([true, false, false, false]);

  const fourth = await addIssued(4);
  await addContacts(fourth, { from: 1, many: 3, runs: 'each' });
  await expect(letGo(fourth.company, fourth.notices[0], '2026-04-06')).rejects.toThrow(
    'no more than 3 contacts with a debtor in 7 days',
  );
  expect(await gone(fourth)).toEqual([false, false, false, false]);
  await letGo(fourth.company, fourth.notices[0], '2026-04-07');
  expect(await gone(fourth)).toEqual([true, false, false, false]);
});

test('the fiftieth reminder of a day reaches a debtor, the next one does not', async () => {
  const issued = await addIssued(51);
  await addContacts(issued, { from: 1, many: 50, runs: 'one' });
  await expect(letGo(issued.company, issued.notices[0])).rejects.toThrow(
    'no more than 50 notices to a debtor a day',
  );
  await inCompany(issued.company, (trx) =>
    sql`delete from contact where notice_id = ${issued.notices[50]}::uuid`.execute(trx),
  );
  await letGo(issued.company, issued.notices[0]);
  expect((await gone(issued)).filter(Boolean)).toHaveLength(1);
});

test('the ten thousandth reminder of a day leaves the company, the next one waits for another day', async () => {
  const issued = await addIssued(2);
  const { companyId } = issued.company;
  const sentOn = Temporal.PlainDate.from(DAY);
  await inCompany(issued.company, (trx) =>
    trx.insertInto('sendingDay').values({ companyId, sentOn, notices: 9999 }).execute(),
  );
  await letGo(issued.company, issued.notices[0]);
  await expect(letGo(issued.company, issued.notices[1])).rejects.toThrow('no more than 10000 notices a day');
  expect(await gone(issued)).toEqual([true, false]);
  await letGo(issued.company, issued.notices[1], '2026-04-01');
  expect(await gone(issued)).toEqual([true, true]);
});

test('in test mode, where no debtor is reached, nothing counts', async () => {
  const issued = await addIssued(4, { mode: 'test' });
  await addContacts(issued, { from: 1, many: 3, runs: 'each' });
  await letGo(issued.company, issued.notices[0]);
  expect(await gone(issued)).toEqual([true, false, false, false]);
});
