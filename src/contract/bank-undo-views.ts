import { z } from 'zod';
import { UNDO_OBSTACLES } from '#core/bank/undo-file.ts';
import { MoneyView } from './route.ts';

/** What keeps a file from being taken back, one by one, each with where it is found. */
export const UndoObstacleView = z.object({
  kind: z.enum(UNDO_OBSTACLES),
  /** Who paid, the number of a document, or the name of a later file. */
  about: z.string(),
  amount: MoneyView.nullable(),
  on: z.iso.date().nullable(),
  /** Who decided. */
  by: z.string().nullable(),
  /** Of a reminder. */
  number: z.string().nullable(),
  line: z.uuid().nullable(),
  debtor: z.uuid().nullable(),
  file: z.uuid().nullable(),
});

/** What taking a bank file back undoes, and what is in the way of it. */
export const BankFileUndoView = z.object({
  file: z.object({ id: z.uuid(), name: z.string() }),
  statements: z.number().int(),
  lines: z.number().int(),
  /** Lines of other files that it had booked: they wait again. */
  linesBack: z.number().int(),
  /** What Rappel settled with its lines by itself, of how many items, and the money in each currency. */
  settlements: z.number().int(),
  items: z.number().int(),
  money: z.array(MoneyView),
  /** Documents for money kept on account, which go with it. */
  onAccount: z.number().int(),
  /** Lines that rules had set aside, and lines that were put off. */
  ignored: z.number().int(),
  putOff: z.number().int(),
  /** Statements that a person took in against their own sums. */
  overridden: z.number().int(),
  /** Reminders that its payments stopped before they left: they stay stopped, the next run proposes them anew. */
  stopped: z.number().int(),
  /** Accounts that it opened: those that go with it, and those that stay because somebody named or left them. */
  accountsGone: z.array(z.string()),
  accountsKept: z.array(z.string()),
  obstacleCount: z.number().int(),
  /** The first two hundred. */
  obstacles: z.array(UndoObstacleView),
});
export type BankFileUndoView = z.infer<typeof BankFileUndoView>;
