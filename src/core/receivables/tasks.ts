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
