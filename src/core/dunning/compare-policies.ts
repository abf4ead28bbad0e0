import type { FeeRule, InterestRule, Policy, Step, StepKind } from '#core/dunning/policy.ts';

/** What differs from one version of a policy to the next, field by field, so that a person can read it. */
export type PolicyChange = {
  /** Where: a step by its kind and level, and of several alike which one; null on the rules around the steps. */
  readonly step: StepPlace | null;
  readonly field: ChangedField;
  /** Null where the step was not there before, or is no more. */
  readonly before: PolicyValue | null;
  readonly after: PolicyValue | null;
};

export type StepPlace = { readonly kind: StepKind; readonly level: number | null; readonly nth: number };

export const RULE_FIELDS = [
  'grouping',
  'situation',
  'documents',
  'minimumItem',
  'minimumTotal',
  'contactIntervalDays',
  'holidays',
  'quietWeekdays',
  'bankDays',
  'bankStale',
  'lateClause',
  'madeFor',
] as const;
/** `step`: the step as a whole, added or removed; `place`: where it stands among the others. */
export const STEP_FIELDS = [
  'step',
  'place',
  'when',
  'deadlineDays',
  'channels',
  'recipient',
  'copies',
  'sender',
  'interest',
  'fee',
  'attach',
  'mode',
  'repeat',
  'handTo',
] as const;
export type ChangedField = (typeof RULE_FIELDS)[number] | (typeof STEP_FIELDS)[number];

/** A value as it is read: words are those of the field, lists may be empty, amounts and rates are decimals. */
export type PolicyValue =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'amount'; readonly amount: string }
  | { readonly kind: 'percent'; readonly percent: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'when'; readonly when: Step['when'] }
  | { readonly kind: 'bands'; readonly bands: readonly { upTo: string | null; percent: string }[] }
  | {
      readonly kind: 'clause';
      readonly percent: string;
      readonly least: string;
      readonly most: string | null;
    }
  | { readonly kind: 'repeat'; readonly everyDays: number; readonly timesMax: number };

/** Each change from one policy to another: the rules first, then the steps in their new order, then those that are gone. */
export function comparePolicies(before: Policy, after: Policy): PolicyChange[] {
  const rules = RULE_FIELDS.flatMap((field) =>
    changed(null, field, ruleValue(before, field), ruleValue(after, field)),
  );
  return [...rules, ...compareSteps(before.steps, after.steps)];
}

function compareSteps(before: readonly Step[], after: readonly Step[]): PolicyChange[] {
  const [old, now] = [placesOf(before), placesOf(after)];
  const kept = [...old.keys()].filter((name) => now.has(name));
  const order = [...now.keys()].filter((name) => old.has(name));
  const changes: PolicyChange[] = [];
  for (const [name, { step, place, index }] of now) {
    const was = old.get(name);
    if (!was) changes.push({ step: place, field: 'step', before: null, after: count(index + 1) });
    else {
      if (kept.indexOf(name) !== order.indexOf(name)) {
        changes.push(...changed(place, 'place', count(was.index + 1), count(index + 1)));
      }
      for (const field of STEP_FIELDS) {
        if (field === 'step' || field === 'place') continue;
        changes.push(...changed(place, field, stepValue(was.step, field), stepValue(step, field)));
      }
    }
  }
  for (const [name, { place, index }] of old) {
    if (!now.has(name)) changes.push({ step: place, field: 'step', before: count(index + 1), after: null });
  }
  return changes;
}

type Placed = { readonly step: Step; readonly place: StepPlace; readonly index: number };

/** A step is the same one where it has the same kind and level; of several alike, where it is the same of them. */
function placesOf(steps: readonly Step[]): Map<string, Placed> {
  const found = new Map<string, Placed>();
  for (const [index, step] of steps.entries()) {
    const { kind, level } = step;
    const alike = steps.slice(0, index).filter((one) => one.kind === kind && one.level === level).length;
    const place = { kind, level, nth: alike + 1 };
    found.set(`${kind} ${level} ${place.nth}`, { step, place, index });
  }
  return found;
}

function changed(
  step: StepPlace | null,
  field: ChangedField,
  before: PolicyValue,
  after: PolicyValue,
): PolicyChange[] {
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ step, field, before, after }];
}

function ruleValue(policy: Policy, field: (typeof RULE_FIELDS)[number]): PolicyValue {
  switch (field) {
    case 'grouping':
      return words(policy.grouping);
    case 'situation':
      return words(policy.situation);
    case 'documents':
      return words(...policy.documents.toSorted());
    case 'minimumItem':
      return { kind: 'amount', amount: policy.minimumItem };
    case 'minimumTotal':
      return { kind: 'amount', amount: policy.minimumTotal };
    case 'contactIntervalDays':
      return count(policy.contactIntervalDays);
    case 'holidays':
      return words(...(policy.calendar.holidays === null ? [] : [policy.calendar.holidays]));
    case 'quietWeekdays':
      return words(...policy.calendar.quietWeekdays.toSorted().map(String));
    case 'bankDays':
      return count(policy.bankData.daysMax);
    case 'bankStale':
      return words(policy.bankData.stale);
    case 'lateClause':
      return words(policy.lateClause ? 'yes' : 'no');
    case 'madeFor':
      return words(policy.madeFor ?? 'any');
  }
}

function stepValue(step: Step, field: Exclude<(typeof STEP_FIELDS)[number], 'step' | 'place'>): PolicyValue {
  switch (field) {
    case 'when':
      return { kind: 'when', when: { basis: step.when.basis, days: step.when.days, count: step.when.count } };
    case 'deadlineDays':
      return count(step.deadlineDays);
    case 'channels':
      return words(...step.channels);
    case 'recipient':
      return words(step.recipient);
    case 'copies':
      return words(...step.copies);
    case 'sender':
      return { kind: 'text', text: step.sender ?? '' };
    case 'interest':
      return interestValue(step.interest);
    case 'fee':
      return feeValue(step.fee);
    case 'attach':
      return words(step.attach);
    case 'mode':
      return words(step.mode);
    case 'repeat':
      return step.repeat
        ? { kind: 'repeat', everyDays: step.repeat.everyDays, timesMax: step.repeat.timesMax }
        : words();
    case 'handTo':
      return words(...(step.handTo ? [step.handTo] : []));
  }
}

function interestValue(rule: InterestRule): PolicyValue {
  return rule.kind === 'contractual' ? { kind: 'percent', percent: rule.yearlyPercent } : words(rule.kind);
}

function feeValue(rule: FeeRule): PolicyValue {
  if (rule.kind === 'fixed') return { kind: 'amount', amount: rule.amount };
  if (rule.kind === 'clause') {
    return { kind: 'clause', percent: rule.percent, least: rule.least, most: rule.most };
  }
  if (rule.kind !== 'bands') return words(rule.kind);
  return { kind: 'bands', bands: rule.bands.map(({ upTo, percent }) => ({ upTo, percent })) };
}

function words(...list: readonly string[]): PolicyValue {
  return { kind: 'words', words: list };
}

function count(number: number): PolicyValue {
  return { kind: 'count', count: number };
}
