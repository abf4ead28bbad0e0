import { pino } from 'pino';
import { expect, test } from 'vitest';
import { addLease } from '#server/notices/dispatch-queries.ts';
import { openDb, openPool } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { returnMailboxTurn, takeMailboxTurns } from './mailbox-turns.ts';

const { db, url } = await freshDb();
const tools = { db, log: pino({ level: 'silent' }) };
const [one, other] = [await addLease(db, 'here', 1), await addLease(db, 'there', 2)];

async function slotsOf(mailbox: string, lease: bigint): Promise<readonly number[]> {
  return (await takeMailboxTurns(tools, mailbox, lease)).map(({ slot }) => slot);
}

/** Tools whose database has gone away. */
async function cutOff() {
  const pool = openPool({ connectionString: url });
  await pool.end();
  return { ...tools, db: openDb(pool) };
}

test('two turns at a mailbox, whoever takes them; each is free again once it is given back', async () => {
  const taken = await takeMailboxTurns(tools, 'a', one);
  expect(taken.map(({ slot }) => slot)).toEqual([1, 2]);
  expect([await slotsOf('a', one), await slotsOf('a', other), await slotsOf('b', other)]).toEqual([
    [],
    [],
    [1, 2],
  ]);
  for (const turn of taken.slice(0, 1)) await returnMailboxTurn(tools, turn);
  expect([await slotsOf('a', other), await slotsOf('a', one)]).toEqual([[1], []]);
});

test('a turn that could not be given back, for the database had gone away, is taken up again by its own process and by no other', async () => {
  const taken = await takeMailboxTurns(tools, 'c', one);
  const away = await cutOff();
  for (const turn of taken) await returnMailboxTurn(away, turn);
  expect([await slotsOf('c', other), await slotsOf('c', one), await slotsOf('c', one)]).toEqual([
    [],
    [1, 2],
    [],
  ]);
});

test('a turn that could not be taken, for the database had gone away, is not kept from the next try', async () => {
  await expect(takeMailboxTurns(await cutOff(), 'd', one)).rejects.toThrow();
  expect(await slotsOf('d', one)).toEqual([1, 2]);
});
