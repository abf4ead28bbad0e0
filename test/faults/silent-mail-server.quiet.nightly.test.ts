import { expect, test } from 'vitest';
import { sealMailServer } from '#server/companies/mail-server.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, CHAOS, isOver, statesOf, until } from './approved-run.ts';
import { startProcess } from './processes.ts';
import { duplicatesIn } from './share-work.ts';

const SENDS = Number(process.env.NOTICES ?? 1000);
const OTHERS = Number(process.env.OTHERS ?? 500);
const ROUNDS = 5;
/**
 * What else the machine does is heard in figures of a few seconds, and may spoil rounds: a greeting that takes half a second is
 * a server that is away, whose mails rest for half a minute. Held up, the mails of every round after the first would wait for a
 * turn of the silent ones (15 s), or half a second for each of those; so the second best round is judged.
 */
const NOISE_SECONDS = 5;

const fresh = await freshDb();
const tools = toolsFor(fresh);
const silent = await scriptedSmtp();
const healthy = await scriptedSmtp();

type Seconds = { readonly all: number; readonly waited: number };

/** So many mails of another mailbox, in rounds: how long all took, and the longest that one waited in the second best round. */
async function secondsOfOthers(): Promise<Seconds> {
  const rounds: Seconds[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await secondsOfRound());
  const [, second] = rounds.toSorted((one, other) => one.waited - other.waited);
  return { all: rounds.reduce((sum, { all }) => sum + all, 0), waited: second?.waited ?? Number.NaN };
}

/** From the letters that were made to the last answer of the mail server. */
async function secondsOfRound(): Promise<Seconds> {
  const run = await addApprovedRun(tools, fresh.pool, { notices: OTHERS / ROUNDS });
  await until(() => statesOf(fresh.pool, run), isOver, { secondsMax: 600 });
  const { rows } = await fresh.pool.query<Seconds>(
    `select extract(epoch from max(x.ended_at) - min(f.created_at))::float8 as all,
       extract(epoch from max(x.ended_at - f.created_at))::float8 as waited
     from dispatch x join file f on f.company_id = x.company_id and f.id = x.bytes_file_id where x.company_id = $1`,
    [run.companyId],
  );
  return rows[0] ?? { all: Number.NaN, waited: Number.NaN };
}

const said = ({ all, waited }: Seconds) => `${all.toFixed(1)} s (one waited ${waited.toFixed(1)} s)`;

test(`S4: ${SENDS} mails taken over and never answered are offered once each, and hold up nobody else`, async () => {
  const env = {
    ...{ ...CHAOS, DATABASE_URL: fresh.url, RAPPEL_SMTP_SECONDS: '0.5' },
    RAPPEL_SMTP_URL: healthy.url,
  };
  const worker = await startProcess(env, ['start', '--role', 'worker']);
  const alone = await secondsOfOthers();
  silent.script = Array.from({ length: SENDS * 2 }, () => 'accept, then silence' as const);
  const smtpUrlSealed = sealMailServer(tools, silent.url);
  const stalled = await addApprovedRun(tools, fresh.pool, { notices: SENDS, smtpUrlSealed });
  // All letters are made: what is still shared is the sending.
  await until(
    () => statesOf(fresh.pool, stalled),
    ({ proposed }) => proposed === 0,
    { secondsMax: 300 },
  );
  const beside = await secondsOfOthers();
  const unanswered = silent.offered.length;
  const states = await until(() => statesOf(fresh.pool, stalled), isOver, {
    secondsMax: 1800,
    everyMs: 1000,
  });
  worker.kill('SIGTERM');
  await worker.ended;
  process.stdout.write(
    `S4: ${silent.offered.length} offers of ${SENDS} mails, ${states.unknown} not certain; ${OTHERS} other mails took ` +
      `${said(alone)} alone and ${said(beside)} beside\n`,
  );
  expect([states, silent.offered.length]).toEqual([{ unknown: SENDS, proposed: 0 }, SENDS]);
  expect(duplicatesIn(silent)).toEqual([]);
  // All the while the silent ones were not through.
  expect(unanswered).toBeLessThan(SENDS);
  expect(beside.waited).toBeLessThanOrEqual(alone.waited * 1.05 + NOISE_SECONDS);
});
