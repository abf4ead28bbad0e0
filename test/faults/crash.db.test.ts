import { expect, test } from 'vitest';
import { showDispatches } from '#server/notices/show-notices.ts';
import type { Random } from '#test/model/random.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { inside, toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, CHAOS, isOver, statesOf, until } from './approved-run.ts';
import { type Kill, passTime, runCrew } from './crew.ts';
import { listFaultPoints } from './fault-points.ts';
import { startProcess } from './processes.ts';
import { seedOf } from './seed.ts';
import { settleByAcceptLog } from './settle-doubt.ts';

const NOTICES = 300;
const LANES = 2;
/** Half an hour: longer than the test. */
const RELEASE_DELAY_MAX = 1800;
const WORKER = ['start', '--role', 'worker'] as const;
/** While letters are made: in the order in which they come, for each is reached only until the next has been. */
const ISSUING = [
  ...['lease-held', 'job-fetched', 'sending-begun', 'portion-made', 'portion-written', 'portion-issued'],
  ...['job-taken-over', 'all-issued', 'sending-ended', 'job-done'],
];
const SENDING = [
  ...[
    'mailbox-taken',
    'held-released',
    'mails-claimed',
    'mail-transmitting',
    'mail-body-given',
    'mail-answered',
  ],
  ...['mails-revived', 'mail-ending', 'mail-recorded', 'mail-transmitting'],
];

const fresh = await freshDb();
const tools = toolsFor(fresh);
const smtp = await scriptedSmtp();
const env = {
  ...CHAOS,
  DATABASE_URL: fresh.url,
  RAPPEL_SMTP_URL: smtp.url,
  RAPPEL_SMTP_SECONDS: '5',
};

function sendingKills(random: Random): Kill[] {
  return SENDING.map((point) => ({
    point,
    occurrence: /^mails?-(claimed|revived)|^mailbox|^held/.test(point) ? 1 : random.from(1, 6),
  }));
}

test('S1, S2, S7: killed at every point, no notice leaves twice, none is lost, every offer is the same bytes', {
  timeout: 300_000,
}, async () => {
  const { random } = seedOf('S1', 20_261_122);
  // Held until all are issued, so that no mail is gone before its own kills begin.
  const run = await addApprovedRun(tools, fresh.pool, {
    notices: NOTICES,
    releaseDelaySeconds: RELEASE_DELAY_MAX,
  });
  const over = async () => isOver(await statesOf(fresh.pool, run));
  const common = {
    env,
    args: WORKER,
    patienceSeconds: 60,
    afterDeath: () => passTime(fresh.pool),
    isOver: over,
  };
  const first = await runCrew({
    ...common,
    kills: ISSUING.map((point) => ({ point, occurrence: 1 })),
    atOnce: 1,
  });
  await fresh.pool.query(
    `update dispatch set not_before = not_before - interval '1 hour' where state = 'held'`,
  );
  const second = await runCrew({ ...common, kills: sendingKills(random), atOnce: 2 });
  const struck = [...first.struck, ...second.struck];
  const finishing = await startProcess(env, WORKER);
  const states = await until(() => statesOf(fresh.pool, run), isOver, { secondsMax: 60 });

  const accepted = smtp.accepted.map(({ messageId }) => messageId);
  expect(new Set(accepted).size, 'duplicates').toBe(accepted.length);
  expect((states.sent ?? 0) + (states.unknown ?? 0), `lost: ${JSON.stringify(states)}`).toBe(NOTICES);
  expect(states.unknown ?? 0).toBeLessThanOrEqual(struck.length * LANES);
  const counted = await showDispatches(inside(tools, run.companyId), run.runId);
  expect(counted.sent + counted.refused + counted.withdrawn + counted.waiting + counted.unknown).toBe(
    counted.approved,
  );

  const unknown = await settleByAcceptLog(tools, fresh.pool, run, smtp);
  const settled = await until(() => statesOf(fresh.pool, run), isOver, { secondsMax: 60 });
  expect(settled).toEqual({ sent: NOTICES, proposed: 0 });
  const all = smtp.accepted.map(({ messageId }) => messageId);
  expect([all.length, new Set(all).size]).toEqual([NOTICES, NOTICES]);

  const bytes = new Map<string, Set<string>>();
  for (const { messageId, sha256 } of smtp.offered)
    bytes.set(messageId, (bytes.get(messageId) ?? new Set()).add(sha256));
  expect([...bytes.values()].filter((hashes) => hashes.size !== 1)).toEqual([]);
  expect(finishing.isAlive()).toBe(true);
  finishing.kill('SIGTERM');
  expect((await finishing.ended).code).toBe(0);
  process.stdout.write(
    `S1: ${NOTICES} notices, ${struck.length} kills (${struck.join(' ')}), missed ${first.missed.concat(second.missed).join(' ') || 'none'}: ` +
      `0 duplicates, 0 lost, ${unknown} not certain; S7: ${smtp.offered.length} offers of ${bytes.size} messages, all equal\n`,
  );
  expect([...first.missed, ...second.missed]).toEqual([]);
});

test('every fault point of issuing and sending is in the plan', () => {
  const planned = new Set([...ISSUING, ...SENDING]);
  const there = [...listFaultPoints()].filter(([, file]) =>
    /^src\/server\/(notices|platform|start-server|dunning-runs\/send-run)/.test(file),
  );
  expect(there.map(([name]) => name).filter((name) => !planned.has(name))).toEqual([]);
});
