import { sql } from 'kysely';
import type pg from 'pg';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { openDispute } from '#server/disputes/open-dispute.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { dispatchMails } from '#server/notices/dispatch-mails.ts';
import { withdrawNotices } from '#server/notices/withdraw-notices.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { recordPromise } from '#server/promises/record-promise.ts';
import { addApprovedRun } from '#test/support/approved-run.ts';
import type { TestTools } from '#test/support/tools.ts';

const DEBTORS = 25;
type Target = { readonly debtor: string; readonly item: string };
type Happening = (company: CompanyTools, target: Target) => Promise<unknown>;

/** What may happen to a debtor between the approval of a notice and its leaving. */
const HAPPENINGS: readonly Happening[] = [
  async () => {},
  (company, { item }) => setOpen(company, item, 0n, true),
  (company, { item }) => setOpen(company, item, 0n, false),
  (company, { item }) => setOpen(company, item, 11_000n, false),
  (company, { item }) =>
    openDispute(company, {
      item,
      amount: null,
      reason: 'quality',
      note: null,
      answerBy: null,
      assignedTo: null,
    }),
  (company, { debtor }) =>
    recordPromise(company, {
      ...{
        debtor,
        items: [],
        amount: null,
        currency: null,
        on: '2026-04-10',
        toleranceDays: null,
        note: null,
      },
    }),
  (company, { debtor }) =>
    placeHolds(company, { debtors: [debtor], items: [], reason: 'asked', until: '2026-04-30' }),
  (company, { item }) =>
    placeHolds(company, { debtors: [], items: [item], reason: 'asked', until: '2026-04-30' }),
  (company, { debtor }) =>
    inCompany(company, (trx) =>
      trx.updateTable('debtor').set({ email: 'elsewhere@example.org' }).where('id', '=', debtor).execute(),
    ),
];

/** A payment, or a credit note where something is left; settling takes letters back at once, an import may not. */
function setOpen(company: CompanyTools, item: string, open: bigint, isSettled: boolean) {
  return inCompany(company, async (trx) => {
    const settledOn = open === 0n ? Temporal.PlainDate.from('2026-03-31') : null;
    await trx.updateTable('dueItem').set({ openMinor: open, settledOn }).where('id', '=', item).execute();
    if (isSettled) await withdrawNotices(trx, company, [item]);
  });
}

/**
 * Judges each claim when it is committed, by rules written here a second time: what a notice asks is open, nothing holds it
 * back, and its address is the debtor's. What was false is kept.
 */
const ORACLE = `
  create table false_claim (dispatch_id uuid not null, because text not null);
  grant insert on false_claim to rappel_app;
  create function judge_claim() returns trigger language plpgsql as $$
  begin
    insert into false_claim
    select x.id, case
        when exists (select from notice_line l join due_item i on i.id = l.due_item_id
          where l.notice_id = x.notice_id and i.open_minor < l.open_minor) then 'paid'
        when exists (select from hold h join notice_line l on l.notice_id = x.notice_id
          where h.debtor_id = n.debtor_id and coalesce(h.due_item_id, l.due_item_id) = l.due_item_id
            and h.released_at is null) then 'on hold'
        when exists (select from dispute d join notice_line l on l.due_item_id = d.due_item_id
          where l.notice_id = x.notice_id and d.resolved_on is null) then 'disputed'
        when exists (select from promise p where p.debtor_id = n.debtor_id) then 'promised'
        when d.email is distinct from x.addressees -> 'to' -> 0 ->> 'address' then 'moved'
      end
    from dispatch x join notice n on n.id = x.notice_id join debtor d on d.id = n.debtor_id
    where x.id = new.id and x.state = 'claimed';
    delete from false_claim where because is null;
    return null;
  end $$;
  alter table false_claim alter column because drop not null;
  grant select, delete on false_claim to rappel_app;
  create constraint trigger judge_claim after update of state on dispatch deferrable initially deferred
    for each row when (new.state = 'claimed' and old.state <> 'claimed') execute function judge_claim();`;

/** Everything as it was before anything happened, past all triggers: the next round begins. */
const RESET = [
  `update due_item set open_minor = 12000, settled_on = null, level = 0, times = 0, notified_on = null, deadline_on = null`,
  `delete from hold`,
  `delete from dispute`,
  `delete from promise_item`,
  `delete from promise`,
  `delete from task`,
  `update debtor d set contacted_on = null, email = x.addressees -> 'to' -> 0 ->> 'address'
    from notice n join dispatch x on x.notice_id = n.id where n.debtor_id = d.id`,
  `update dispatch set state = 'queued', lease = null, ended_at = null, transmitting_at = null, tries = 0`,
  `update notice set undone_at = null`,
  `update notice_line set undone = false`,
  `update notice_outcome set outcome = 'waiting'`,
  `update run_outcome set waiting = approved, sent = 0, refused = 0, withdrawn = 0, unknown = 0, done = 0`,
];

export type Interleaved = {
  readonly interleavings: number;
  readonly claimed: number;
  readonly withdrawn: number;
  readonly falseClaims: readonly { readonly because: string }[];
};

/**
 * Lets things happen to debtors at random moments around the claims of their notices, many times over, and tells which
 * claims stood on facts that were false.
 * @param random numbers from 0 up to 1, from a seed
 */
export async function interleave(
  {
    tools,
    pool,
    smtp,
    lease,
  }: {
    readonly tools: TestTools;
    readonly pool: pg.Pool;
    readonly smtp: { readonly url: string; readonly accepted: unknown[] };
    readonly lease: bigint;
  },
  { times, random }: { readonly times: number; readonly random: () => number },
): Promise<Interleaved> {
  await pool.query(ORACLE);
  const { company, run, debtors } = await addApprovedRun(tools, { debtors: DEBTORS });
  await sendRun(company, { runId: run });
  let claimed = 0;
  let withdrawn = 0;
  const rounds = Math.ceil(times / DEBTORS);
  for (let round = 0; round < rounds; round += 1) {
    await reset(pool);
    smtp.accepted.length = 0;
    const happenings = debtors.map(async (target) => {
      await turns(Math.floor(random() * 4000));
      const happening = HAPPENINGS[Math.floor(random() * HAPPENINGS.length)];
      await happening?.(company, target);
    });
    const route = { url: smtp.url, from: 'a@lambert.example', copyTo: null };
    const sending = turns(Math.floor(random() * 400)).then(() => dispatchMails(company, lease, route));
    await Promise.all([...happenings, sending]);
    await dispatchMails(company, lease, route);
    claimed += smtp.accepted.length;
    const { rows } = await pool.query(`select count(*)::int as gone from dispatch where state = 'withdrawn'`);
    withdrawn += Number(rows[0]?.gone ?? 0);
  }
  const { rows } = await sql<{
    because: string;
  }>`select because from false_claim where because is not null`.execute(tools.db);
  return { interleavings: rounds * DEBTORS, claimed, withdrawn, falseClaims: rows };
}

async function reset(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local session_replication_role = 'replica'`);
    for (const statement of RESET) await client.query(statement);
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** Lets everything else have so many turns, without waiting for any length of time. */
async function turns(many: number): Promise<void> {
  for (let turn = 0; turn < many; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
