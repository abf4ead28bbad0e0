import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, CHAOS, isOver, statesOf, until } from './approved-run.ts';
import { type Kill, passTime, runCrew } from './crew.ts';
import { startProcess } from './processes.ts';
import { seedOf } from './seed.ts';
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

test(`S1: ${NOTICES} notices, ${KILLS} kills at seeded points`, async () => {
  const env = { ...CHAOS, DATABASE_URL: fresh.url, RAPPEL_SMTP_URL: smtp.url, RAPPEL_SMTP_SECONDS: '5' };
  const run = await addApprovedRun(tools, fresh.pool, { notices: NOTICES });
  const mailsPerKill = Math.max(1, Math.floor(NOTICES / KILLS));
  const kills: Kill[] = Array.from({ length: KILLS }, () => {
    const point = random.one(POINTS) ?? 'mails-claimed';
    const isMail = point.startsWith('mail-');
    return { point, occurrence: isMail ? random.from(1, mailsPerKill) : 1 };
  });
  const report = await runCrew({
    ...{ env, args: WORKER, kills, atOnce: 2, patienceSeconds: 30 },
    afterDeath: () => passTime(fresh.pool),
    isOver: async () => isOver(await statesOf(fresh.pool, run)),
  });
  const last = await startProcess(env, WORKER);
  const states = await until(() => statesOf(fresh.pool, run), isOver, { secondsMax: 900, everyMs: 1000 });
  last.kill('SIGTERM');
  await last.ended;
  process.stdout.write(
    `S1: SEED=${seed}: ${NOTICES} notices, ${report.struck.length} kills (${report.missed.length} points not reached): ` +
      `${duplicatesIn(smtp).length} duplicates, ${states.sent} sent, ${states.unknown ?? 0} not certain\n`,
  );
  expect(duplicatesIn(smtp)).toEqual([]);
  expect((states.sent ?? 0) + (states.unknown ?? 0)).toBe(NOTICES);
  expect(states.unknown ?? 0).toBeLessThanOrEqual(
    report.struck.length * LANES + report.missed.length * LANES,
  );
});
