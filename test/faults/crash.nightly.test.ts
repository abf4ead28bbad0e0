import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, CHAOS, isOver, statesOf, until } from './approved-run.ts';
import { type Kill, passTime, runCrew } from './crew.ts';
import { startProcess } from './processes.ts';
import { seedOf } from './seed.ts';
import { sendRestWhereStopped, settleByAcceptLog } from './settle-doubt.ts';
import { duplicatesIn } from './share-work.ts';

const NOTICES = Number(process.env.NOTICES ?? 10_000);
const KILLS = Number(process.env.KILLS ?? 200);
const LANES = 2;
const WORKER = ['start', '--role', 'worker'] as const;
const POINTS = [
  ...[
    'portion-made',
    'portion-written',
    'portion-issued',
    'mailbox-taken',
    'mails-claimed',
    'mail-transmitting',
  ],
  ...['mail-body-given', 'mail-answered', 'mail-ending', 'mail-recorded', 'mails-revived'],
];

const fresh = await freshDb();
const tools = toolsFor(fresh);
const smtp = await scriptedSmtp();
const { seed, random } = seedOf('S1');

test(`S1: ${NOTICES} notices, ${KILLS} kills at seeded points`, { timeout: 3 * 3_600_000 }, async () => {
  const env = { ...CHAOS, DATABASE_URL: fresh.url, RAPPEL_SMTP_URL: smtp.url, RAPPEL_SMTP_SECONDS: '5' };
  const run = await addApprovedRun(tools, fresh.pool, { notices: NOTICES });
  const mailsPerKill = Math.max(1, Math.floor(NOTICES / KILLS));
  const kills: Kill[] = Array.from({ length: KILLS }, () => {
    const point = random.one(POINTS) ?? 'mails-claimed';
    const isMail = point.startsWith('mail-');
    return { point, occurrence: isMail ? random.from(1, mailsPerKill) : 1 };
  });
  // So that a run that is broken off has told what it found.
  const tellSoFar = async (killed: number) => {
    const states = JSON.stringify(await statesOf(fresh.pool, run));
    process.stdout.write(
      `${killed} of ${KILLS} killed: ${duplicatesIn(smtp).length} duplicates, ${states}\n`,
    );
  };
  let deaths = 0;
  const report = await runCrew({
    // One that does not come to its point is killed wherever it is.
    ...{ env, args: WORKER, kills, atOnce: 2, patienceSeconds: 15 },
    afterDeath: async () => {
      deaths += 1;
      await passTime(fresh.pool);
      await sendRestWhereStopped(tools, fresh.pool, run);
      if (deaths % 20 === 0) await tellSoFar(deaths);
    },
    isOver: async () => isOver(await statesOf(fresh.pool, run)),
  });
  const last = await startProcess(env, WORKER);
  const patience = { secondsMax: 1800, everyMs: 1000 };
  const states = await until(() => statesOf(fresh.pool, run), isOver, patience);
  const duplicates = duplicatesIn(smtp);
  const unknown = await settleByAcceptLog(tools, fresh.pool, run, smtp);
  const settled = await until(() => statesOf(fresh.pool, run), isOver, patience);
  last.kill('SIGTERM');
  await last.ended;
  process.stdout.write(
    `S1: SEED=${seed}: ${NOTICES} notices, ${report.struck.length} kills (${report.missed.length} points not reached): ` +
      `${duplicates.length} duplicates, ${states.sent} sent, ${unknown} not certain; after these were looked up ` +
      `${new Set(smtp.accepted.map(({ messageId }) => messageId)).size} arrived once, ${duplicatesIn(smtp).length} twice\n`,
  );
  expect(duplicates).toEqual([]);
  expect((states.sent ?? 0) + (states.unknown ?? 0)).toBe(NOTICES);
  // Where a point was not reached in time, the process was killed wherever it was.
  expect(unknown).toBeLessThanOrEqual((report.struck.length + report.missed.length) * LANES);
  expect(settled).toEqual({ sent: NOTICES, proposed: 0 });
  const arrived = smtp.accepted.map(({ messageId }) => messageId);
  expect([arrived.length, new Set(arrived).size]).toEqual([NOTICES, NOTICES]);
});
