/** `announced`: waits for its hour, or for what holds it up. `missed`: its day went by, and a later one makes it good. */
export const AUTOMATIC_RUN_STATES = ['announced', 'vetoed', 'running', 'done', 'failed', 'missed'] as const;
export type AutomaticRunState = (typeof AUTOMATIC_RUN_STATES)[number];
