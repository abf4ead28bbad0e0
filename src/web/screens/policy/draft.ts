import { isLetter, type Policy, type Step, type StepKind } from '#core/dunning/policy.ts';

/** A policy while it is edited, with all that was done to it, so that any of it can be taken back. */
export type Draft = { readonly name: string; readonly body: Policy };
export type DraftHistory = { readonly past: readonly Draft[]; readonly now: Draft };

/** Typing in one field is one change: what follows within the same field replaces it. */
export type History = DraftHistory & { readonly field: string | null };

export function startOf(draft: Draft): History {
  return { past: [], now: draft, field: null };
}

export function changed(history: History, next: Draft, field: string | null): History {
  const sameField = field !== null && field === history.field;
  return { past: sameField ? history.past : [...history.past, history.now], now: next, field };
}

export function undone(history: History): History {
  const before = history.past.at(-1);
  return before ? { past: history.past.slice(0, -1), now: before, field: null } : history;
}

export function withStep(body: Policy, index: number, patch: Partial<Step>): Policy {
  const steps = body.steps.map((step, at) => (at === index ? { ...step, ...patch } : step));
  return { ...body, steps: numbered(steps) };
}

export function withoutStep(body: Policy, index: number): Policy {
  return { ...body, steps: numbered(body.steps.filter((_, at) => at !== index)) };
}

export function withStepMoved(body: Policy, index: number, by: -1 | 1): Policy {
  const steps = [...body.steps];
  const [step] = steps.splice(index, 1);
  if (step) steps.splice(index + by, 0, step);
  return { ...body, steps: numbered(steps) };
}

/** A new step like the last of its kind: a courtesy comes first, the others last, but before a hand-over. */
export function withNewStep(body: Policy, kind: StepKind): Policy {
  const notices = body.steps.filter((step) => step.kind === 'notice');
  const like = notices.at(-1) ?? body.steps.at(-1);
  if (kind === 'courtesy') return { ...body, steps: numbered([courtesyLike(like), ...body.steps]) };
  if (kind !== 'notice') return added(body, besideLike(like, kind));
  const basis = notices.length === 0 ? 'due_date' : 'previous_deadline';
  const days = notices.length === 0 ? 10 : 5;
  const step: Step = {
    ...(like ?? PLAIN_STEP),
    kind: 'notice',
    level: null,
    when: { basis, days, count: 'calendar' },
    deadlineDays: like?.deadlineDays || 14,
    repeat: null,
  };
  return added(body, step);
}

function added(body: Policy, step: Step): Policy {
  const end = body.steps.findIndex(({ kind }) => kind === 'hand_over');
  const at = end < 0 ? body.steps.length : end;
  // Only the last step repeats: it is not the last one any more.
  const before = body.steps.slice(0, at).map((one) => ({ ...one, repeat: null }));
  return { ...body, steps: numbered([...before, step, ...body.steps.slice(at)]) };
}

/** Notices count 1, 2, 3 … in the order they stand; nothing else has a level. */
function numbered(steps: readonly Step[]): Step[] {
  let level = 0;
  return steps.map((step) => {
    if (step.kind === 'notice') level += 1;
    return { ...step, level: step.kind === 'notice' ? level : null };
  });
}

function courtesyLike(step: Step | undefined): Step {
  return {
    ...(step ?? PLAIN_STEP),
    kind: 'courtesy',
    level: null,
    when: { basis: 'due_date', days: -3, count: 'calendar' },
    deadlineDays: 0,
    copies: [],
    attach: 'nothing',
    interest: { kind: 'none' },
    fee: { kind: 'none' },
    repeat: null,
  };
}

/** What a step becomes when its kind is changed: a courtesy lies before the due date, all others after it. */
export function asKind(step: Step, kind: StepKind): Partial<Step> {
  if (kind === 'courtesy') return courtesyLike(step);
  const days = step.when.basis === 'due_date' ? Math.max(1, step.when.days) : step.when.days;
  const when = { ...step.when, days };
  return kind === 'notice' ? { kind, when } : { ...besideLike(step, kind), when };
}

/** A step beside the levels asks for no costs; what a person does has no channel. */
function besideLike(step: Step | undefined, kind: StepKind): Step {
  const basis = step?.kind === 'notice' ? 'previous_deadline' : (step?.when.basis ?? 'due_date');
  const { channels, attach, copies } = isLetter(kind) ? (step ?? PLAIN_STEP) : NOTHING_SENT;
  return {
    ...(step ?? PLAIN_STEP),
    ...{ kind, level: null, channels, attach, copies },
    when: { basis, days: kind === 'hand_over' ? 10 : 3, count: 'calendar' },
    deadlineDays: 0,
    interest: { kind: 'none' },
    fee: { kind: 'none' },
    repeat: kind === 'hand_over' ? null : (step?.repeat ?? null),
  };
}
const NOTHING_SENT = { channels: [], attach: 'nothing', copies: [] } as const;

const PLAIN_STEP: Step = {
  kind: 'notice',
  level: 1,
  when: { basis: 'due_date', days: 10, count: 'calendar' },
  deadlineDays: 14,
  channels: [],
  recipient: 'accounts_payable',
  copies: [],
  sender: null,
  interest: { kind: 'none' },
  fee: { kind: 'none' },
  attach: 'overdue',
  mode: 'confirm',
  repeat: null,
};
