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

const fresh = await freshDb();
const tools = toolsFor(fresh);
const silent = await scriptedSmtp();
const healthy = await scriptedSmtp();

async function secondsOfOthers(): Promise<number> {
  const before = healthy.accepted.length;
  const run = await addApprovedRun(tools, fresh.pool, { notices: OTHERS });
  await until(
    async () => healthy.accepted.length,
    (accepted) => accepted > before,
    { secondsMax: 300, everyMs: 5 },
  );
  const begun = performance.now();
  await until(() => statesOf(fresh.pool, run), isOver, { secondsMax: 600 });
  return (performance.now() - begun) / 1000;
}

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
  await until(
    async () => silent.offered.length,
    (offered) => offered > 2,
    { secondsMax: 120 },
  );
  const beside = await secondsOfOthers();
  const states = await until(() => statesOf(fresh.pool, stalled), isOver, {
    secondsMax: 1800,
    everyMs: 1000,
  });
  worker.kill('SIGTERM');
  await worker.ended;
  process.stdout.write(
    `S4: ${silent.offered.length} offers of ${SENDS} mails, ${states.unknown} not certain; ${OTHERS} other mails took ` +
      `${alone.toFixed(1)} s alone and ${beside.toFixed(1)} s beside\n`,
  );
  expect([states, silent.offered.length]).toEqual([{ unknown: SENDS, proposed: 0 }, SENDS]);
  expect(duplicatesIn(silent)).toEqual([]);
});
