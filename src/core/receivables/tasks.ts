/** What a person has to do because no machine can: the words shared by core, API and database. */
export const TASK_KINDS = [
  'call',
  'no_address',
  'dispatch_refused',
  'dispatch_unknown',
  'hand_over',
  'other',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** What came of a call. Whoever was reached was contacted, and is left alone for the policy's interval. */
export const CALL_RESULTS = ['reached', 'not_reached', 'promised', 'disputed', 'wrong_number'] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/** Whether a call counts as a contact with the debtor. */
export function isContact(result: CallResult): boolean {
  return result === 'reached' || result === 'promised' || result === 'disputed';
}

/** Everything that may wait for a person, in the order it is put before them. */
export const WORK_KINDS = [
  'dispatch_unknown',
  'dispatch_failed',
  'payments',
  'run_to_send',
  'run_to_review',
  'promise_broken',
  'dispute',
  'hold_review',
  'task',
  'contact',
] as const;
