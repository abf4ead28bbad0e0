import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { CHAOS } from './approved-run.ts';
import { skewedBy, startProcess } from './processes.ts';
import { seedOf } from './seed.ts';
import { duplicatesIn, shareWithPause } from './share-work.ts';

const PAIRS = Number(process.env.PAIRS ?? 5);
const ROUNDS = Number(process.env.ROUNDS ?? 50);
const NOTICES = 200;
const PAUSE_SECONDS = Number(process.env.PAUSE ?? 60);
const WORKER = ['start', '--role', 'worker'] as const;
const { random } = seedOf('S5');

const pairs = await Promise.all(
  Array.from({ length: PAIRS }, async () => {
    const fresh = await freshDb();
    return { fresh, tools: toolsFor(fresh), smtp: await scriptedSmtp() };
  }),
);

test(`S5: two instances, ${ROUNDS} rounds of ${NOTICES}, one paused ${PAUSE_SECONDS} s, clocks ten minutes apart`, async () => {
  const counted = await Promise.all(
    pairs.map(async ({ fresh, tools, smtp }) => {
      const env = { ...CHAOS, DATABASE_URL: fresh.url, RAPPEL_SMTP_URL: smtp.url, RAPPEL_SMTP_SECONDS: '5' };
      const workers = [
        await startProcess({ ...env, ...skewedBy(300) }, WORKER),
        await startProcess({ ...env, ...skewedBy(-300) }, WORKER),
      ] as const;
      let [sent, unknown] = [0, 0];
      for (let round = 0; round < ROUNDS / PAIRS; round += 1) {
        const about = {
          tools,
          pool: fresh.pool,
          smtp,
          notices: NOTICES,
          pauseSeconds: PAUSE_SECONDS,
          random,
        };
        const states = await shareWithPause(workers, about);
        sent += states.sent ?? 0;
        unknown += states.unknown ?? 0;
        process.stdout.write(
          `round ${round + 1}: ${JSON.stringify(states)}, ${duplicatesIn(smtp).length} duplicates so far\n`,
        );
      }
      for (const one of workers) one.kill('SIGTERM');
      await Promise.all(workers.map(({ ended }) => ended));
      return { sent, unknown, duplicates: duplicatesIn(smtp).length };
    }),
  );
  const sum = (of: 'sent' | 'unknown' | 'duplicates') => counted.reduce((total, one) => total + one[of], 0);
  process.stdout.write(
    `S5: ${ROUNDS} rounds of ${NOTICES}: ${sum('duplicates')} duplicates, ${sum('sent')} sent, ${sum('unknown')} not certain\n`,
  );
  expect(sum('duplicates')).toBe(0);
  expect(sum('sent') + sum('unknown')).toBe(ROUNDS * NOTICES);
});
