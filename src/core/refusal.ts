/** Everything Rappel may refuse, with the facts each sentence needs. Sentences: i18n/<locale>/refusals.json. */
export const REFUSALS = {
  amount_unreadable: { given: 'text', example: 'text' },
  currency_unknown: { given: 'text' },
  day_unreadable: { given: 'text', example: 'text' },
  not_signed_in: {},
  role_insufficient: { role: 'text' },
  company_unknown: { company: 'text' },
  run_unknown: { run: 'text' },
  proposal_unknown: { proposal: 'text' },
  ageing_bounds_unusable: { given: 'text', example: 'text' },
  debtor_unknown: { debtor: 'text' },
  open_item_unknown: { item: 'text' },
  open_item_settled: { item: 'text', settledOn: 'day' },
  open_item_level_taken: { item: 'text', level: 'count' },
  contact_unknown: { contact: 'text' },
  contact_unreachable: {},
  email_unusable: { given: 'text' },
  group_unknown: { group: 'text' },
  group_name_taken: { name: 'text' },
  group_in_use: { name: 'text', debtors: 'count' },
  hold_unknown: { hold: 'text' },
  hold_ended_before_today: { until: 'day', today: 'day' },
  hold_too_long: { until: 'day', latest: 'day' },
  task_unknown: { task: 'text' },
  policy_not_available: { policy: 'text' },
  policy_unknown: { policy: 'text' },
  policy_version_unknown: { policy: 'text', version: 'count' },
  policy_ready_unknown: { ready: 'text' },
  policy_name_taken: { name: 'text' },
  policy_changed_meanwhile: { name: 'text', version: 'count' },
  policy_archived: { name: 'text' },
  policy_is_default: { name: 'text' },
  policy_without_notice: {},
  policy_level_out_of_order: { step: 'count', given: 'text', expected: 'count' },
  policy_too_many_levels: { given: 'count', most: 'count' },
  policy_level_not_wanted: { step: 'count', given: 'count' },
  policy_courtesy_not_first: { step: 'count' },
  policy_courtesy_not_before_due: { step: 'count', given: 'count' },
  policy_courtesy_costs: { step: 'count' },
  policy_days_out_of_range: { step: 'count', given: 'text', least: 'count', most: 'count' },
  policy_basis_without_notice: { step: 'count' },
  policy_step_too_early: { step: 'count', given: 'count', least: 'count' },
  policy_deadline_out_of_range: { step: 'count', given: 'text', most: 'count' },
  policy_repeat_not_last: { step: 'count' },
  policy_repeat_out_of_range: { step: 'count', given: 'text', most: 'count' },
  policy_rate_unreadable: { step: 'count', given: 'text', example: 'text' },
  policy_amount_unreadable: { given: 'text', example: 'text' },
  policy_bands_out_of_order: { step: 'count' },
  policy_law_not_ready: { step: 'count' },
  policy_channel_repeated: { step: 'count', channel: 'text' },
  policy_interval_out_of_range: { given: 'text', most: 'count' },
  policy_bank_days_out_of_range: { given: 'text', most: 'count' },
  policy_without_invoices: {},
  policy_no_open_weekday: {},
  policy_country_unreadable: { given: 'text' },
  run_in_progress: { run: 'count', who: 'text', since: 'text' },
  run_still_planning: { run: 'count' },
  run_already_approved: { run: 'count' },
  run_not_approved: { run: 'count' },
  run_sending: { run: 'count' },
  run_already_sent: { run: 'count' },
  run_cancelled: { run: 'count' },
  run_undone: { run: 'count' },
  run_failed: { run: 'count' },
  run_not_sent: { run: 'count' },
  run_empty: { run: 'count' },
  policy_missing: { company: 'text' },
  edit_level_impossible: { level: 'count', lowest: 'count', highest: 'count' },
  edit_without_level: { debtor: 'text' },
  edit_item_unknown: { item: 'text' },
  edit_day_unusable: { day: 'day', run: 'count', plannedFor: 'day' },
  edit_nothing_to_undo: { run: 'count' },
  debtor_range_reversed: { from: 'text', to: 'text' },
  debtor_not_found: { debtor: 'text' },
  debtor_group_not_found: { group: 'text' },
  policy_in_use: { name: 'text', groups: 'count', debtors: 'count', documents: 'count', notices: 'count' },
  text_unreadable: { line: 'count', given: 'text' },
  notice_unknown: { notice: 'text' },
  notice_has_no_letter: { notice: 'count' },
  notice_has_no_mail: { notice: 'count' },
  notice_already_undone: { notice: 'count' },
  notice_has_later: { notice: 'count', later: 'count' },
  notice_leaving: { notice: 'count' },
  print_batch_empty: { run: 'count' },
  dispatch_unknown_id: { dispatch: 'text' },
  dispatch_not_in_doubt: { notice: 'count', state: 'text' },
  text_placeholder_unknown: { placeholder: 'text', line: 'count' },
  letter_glyph_missing: { characters: 'text' },
  logo_unreadable: { file: 'text' },
  logo_missing: {},
  mail_unknown: { mail: 'text' },
  address_unusable: { given: 'text' },
  mail_sender_missing: { company: 'text' },
  mail_server_missing: {},
  mail_not_accepted: { answer: 'text' },
} as const satisfies Record<string, Record<string, FactKind>>;

/** A fact is always a string; its kind tells how it reads. A day is '2026-03-07': only the screen knows its reader. */
export type FactKind = 'text' | 'day' | 'count';
export type RefusalCode = keyof typeof REFUSALS;

/** Where several codes are possible, the facts of all of them: whichever it is, its sentence is complete. */
export type Facts<Code extends RefusalCode> = Readonly<Record<FactName<Code>, string>>;
type FactName<Code extends RefusalCode> = Code extends RefusalCode ? keyof (typeof REFUSALS)[Code] : never;

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, string>>;

  constructor(code: RefusalCode, facts: Readonly<Record<string, string>>) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.code = code;
    this.facts = facts;
  }
}

/** Stops the work with something the user can mend. Any other throw is our own bug. */
export function refuse<Code extends RefusalCode>(code: Code, facts: Facts<Code>): never {
  throw new Refusal(code, facts);
}
