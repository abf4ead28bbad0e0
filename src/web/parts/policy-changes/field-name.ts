import type { ChangedField } from '#core/dunning/compare-policies.ts';
import type { TextKey, Texts } from '#web/texts.ts';

/** The name of a field as the policy's own screen has it, where it has one. */
const NAMES: Readonly<Record<ChangedField, TextKey>> = {
  grouping: 'policy.grouping',
  situation: 'policy.situation',
  documents: 'policy.documents',
  minimumItem: 'policy.minimumItem',
  minimumTotal: 'policy.minimumTotal',
  contactIntervalDays: 'policy.interval',
  holidays: 'policy.holidays',
  quietWeekdays: 'policy.quietWeekdays',
  bankDays: 'policy.bankDays',
  bankStale: 'policy.bankStale',
  lateClause: 'policy.lateClause',
  madeFor: 'policy.madeFor',
  step: 'policy.changes.field.step',
  place: 'policy.changes.field.place',
  when: 'policy.changes.field.when',
  deadlineDays: 'policy.deadlineDays',
  channels: 'policy.channels',
  recipient: 'policy.recipient',
  copies: 'policy.copies',
  sender: 'policy.changes.field.sender',
  interest: 'policy.interest',
  fee: 'policy.fee',
  attach: 'policy.attach',
  mode: 'policy.mode',
  repeat: 'policy.changes.field.repeat',
  handTo: 'policy.changes.field.handTo',
};

export function fieldName(t: Texts, field: ChangedField): string {
  return t(NAMES[field]);
}
