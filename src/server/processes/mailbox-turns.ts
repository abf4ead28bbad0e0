import type { Tools } from '#server/platform/tools.ts';
import { type MailboxTurn, removeMailboxTurn, takeMailboxTurn } from './queries.ts';

/** Two mails are on their way at once over one mailbox, whoever sends them. */
const SLOTS = [1, 2] as const;

/**
 * The turns that this process uses just now. One that stands under its lease in the database and is not here was left when
 * the database went away before it answered: nobody else would ever give it back, and the mailbox would stand still.
 */
const used = new Set<string>();

function nameOf({ mailbox, slot, lease }: MailboxTurn): string {
  return `${lease} ${mailbox} ${slot}`;
}

/** Takes as many turns at a mailbox as are free: two, one or none. */
export async function takeMailboxTurns(
  { db }: Pick<Tools, 'db'>,
  mailbox: string,
  lease: bigint,
): Promise<readonly MailboxTurn[]> {
  const free = SLOTS.map((slot) => ({ mailbox, slot, lease })).filter((turn) => !used.has(nameOf(turn)));
  const taken: MailboxTurn[] = [];
  for (const turn of free) used.add(nameOf(turn));
  try {
    for (const turn of free) if (await takeMailboxTurn(db, turn)) taken.push(turn);
  } catch (error) {
    taken.length = 0;
    throw error;
  } finally {
    for (const turn of free) if (!taken.includes(turn)) used.delete(nameOf(turn));
  }
  return taken;
}

/** Gives a turn back. What the database did not hear of is taken up again by this process's next turn. */
export async function returnMailboxTurn(
  { db, log }: Pick<Tools, 'db' | 'log'>,
  turn: MailboxTurn,
): Promise<void> {
  try {
    await removeMailboxTurn(db, turn);
  } catch (err) {
    log.warn({ err }, 'a turn at a mailbox could not be given back: the next one takes it up');
  } finally {
    used.delete(nameOf(turn));
  }
}
