/** What became of a notice through one channel, or of it all: the words shared by core, API and database. */
export const DISPATCH_STATES = [
  'held',
  'queued',
  'claimed',
  'transmitting',
  'sent',
  'refused',
  'unknown',
  'withdrawn',
  'recalled',
  'delivered',
  'bounced',
] as const;
export type DispatchState = (typeof DISPATCH_STATES)[number];

/** What a person must see first: what is not certain, then what is still on its way, then what arrived. */
const FIRST_TO_LAST: readonly DispatchState[] = [
  'unknown',
  'transmitting',
  'claimed',
  'queued',
  'held',
  'delivered',
  'sent',
  'bounced',
  'refused',
  'withdrawn',
  'recalled',
];

/** The one word for a notice that leaves through several channels: one that left is enough for it to have left. */
export function noticeState(states: readonly DispatchState[]): DispatchState {
  return FIRST_TO_LAST.find((state) => states.includes(state)) ?? 'withdrawn';
}
