import { createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { sealMailServer } from '#server/companies/mail-server.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { markReleased } from '#server/dunning-runs/queries.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { holdLease } from '#server/processes/hold-lease.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { startDispatcher } from './dispatcher.ts';

const fresh = await freshDb();
const smtp = await scriptedSmtp();
const tools = toolsFor(fresh, { today: '2026-03-31', installation: { smtpUrl: smtp.url } });

/** Takes every connection, and never says a word. */
async function silentServer() {
  let asked = () => {};
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    asked();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  return { url: `smtp://127.0.0.1:${port}`, wasAsked, hangUp };
}

async function withMailWaiting(key: string, smtpUrl: string | null) {
  const smtpUrlSealed = smtpUrl && sealMailServer(tools, smtpUrl);
  const company = await addCompany(tools, { key, smtpUrlSealed });
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  await addDocument(company, await addDebtor(company), { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  const plannedFor = Temporal.PlainDate.from('2026-03-31');
  const run = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  await inCompany(company, (trx) => markReleased(trx, company.companyId, run, tools.clock.now()));
  return company;
}

test('a mail server that does not answer holds up its own company alone', async () => {
  const silent = await silentServer();
  await withMailWaiting('a-slow', silent.url);
  await withMailWaiting('b-quick', null);
  const lease = await holdLease(tools, { role: 'worker' });
  const dispatcher = startDispatcher(tools, lease);
  await silent.wasAsked;
  await expect.poll(() => smtp.accepted.length, { timeout: 10_000 }).toBe(1);
  silent.hangUp();
  await dispatcher.stop();
  await lease.giveBack();
});

test('a mail server that is not reached is left alone for a while, and the others are served meanwhile', async () => {
  let asked = 0;
  const closing = createServer((socket) => {
    asked += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
  afterAll(() => closing.close());
  const address = closing.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await withMailWaiting('c-away', `smtp://127.0.0.1:${port}`);
  const lease = await holdLease(tools, { role: 'worker' });
  const dispatcher = startDispatcher(tools, lease);
  await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(0);
  // Each of these leaves in a round of its own, in which the other could have been asked again.
  for (const key of ['d-one', 'e-two', 'f-three']) {
    const before = smtp.accepted.length;
    await withMailWaiting(key, null);
    await expect.poll(() => smtp.accepted.length, { timeout: 10_000 }).toBe(before + 1);
  }
  await dispatcher.stop();
  await lease.giveBack();
  // Two connections at once are one turn.
  expect(asked).toBeLessThanOrEqual(2);
});
