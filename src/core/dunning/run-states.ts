import type { RefusalCode } from '#core/refusal.ts';

export const RUN_STATES = [
  'planning',
  'planned',
  'approved',
  'sending',
  'sent',
  'cancelled',
  'undone',
  'failed',
] as const;
export type RunState = (typeof RUN_STATES)[number];

export const RUN_ACTIONS = ['edit', 'recompute', 'approve', 'send', 'cancel', 'undo'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

const CLOSED = {
  edit: {
    planning: 'run_still_planning',
    planned: null,
    approved: 'run_already_approved',
    sending: 'run_sending',
    sent: 'run_already_sent',
    cancelled: 'run_cancelled',
    undone: 'run_undone',
    failed: 'run_failed',
  },
  recompute: {
    planning: 'run_still_planning',
    planned: null,
    approved: 'run_already_approved',
    sending: 'run_sending',
    sent: 'run_already_sent',
    cancelled: 'run_cancelled',
    undone: 'run_undone',
    failed: 'run_failed',
  },
  /** Approving twice changes nothing, and neither does approving what has gone out since. */
  approve: {
    planning: 'run_still_planning',
    planned: null,
    approved: null,
    sending: null,
    sent: null,
    cancelled: 'run_cancelled',
    undone: 'run_undone',
    failed: 'run_failed',
  },
  send: {
    planning: 'run_still_planning',
    planned: 'run_not_approved',
    approved: null,
    sending: null,
    sent: null,
    cancelled: 'run_cancelled',
    undone: 'run_undone',
    failed: 'run_failed',
  },
  cancel: {
    planning: null,
    planned: null,
    approved: null,
    sending: 'run_sending',
    sent: 'run_already_sent',
    cancelled: null,
    undone: 'run_undone',
    failed: null,
  },
  /** Also while its letters are still being made: the rest of them is not. */
  undo: {
    planning: 'run_not_sent',
    planned: 'run_not_sent',
    approved: 'run_not_sent',
    sending: null,
    sent: null,
    cancelled: 'run_cancelled',
    undone: null,
    failed: 'run_failed',
  },
} as const satisfies Record<RunAction, Record<RunState, RefusalCode | null>>;

/** Why the action is closed, or null if open: the server refuses with it, the screen greys the button with it. */
export function whyNot(action: RunAction, state: RunState) {
  return CLOSED[action][state];
}

/** Whether a run in this state stands in the way of planning the next one. */
export function isOpen(state: RunState): boolean {
  return state === 'planning' || state === 'planned' || state === 'approved' || state === 'sending';
}
