import { BANK_REFUSALS } from '#core/refusals/bank-refusals.ts';
import type { RefusalTable } from '#core/refusals/fact-kind.ts';
import { POLICY_REFUSALS } from '#core/refusals/policy-refusals.ts';

/** Everything Rappel may refuse, with the facts each sentence needs. Sentences: i18n/<locale>/refusals.json. */
export const REFUSALS = {
  ...BANK_REFUSALS,
  ...POLICY_REFUSALS,
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
  edit_level_impossible: { level: 'count', lowest: 'count', highest: 'count' },
  edit_without_level: { debtor: 'text' },
  edit_item_unknown: { item: 'text' },
  edit_day_unusable: { day: 'day', run: 'count', plannedFor: 'day' },
  debtor_range_reversed: { from: 'text', to: 'text' },
  debtor_not_found: { debtor: 'text' },
  debtor_group_not_found: { group: 'text' },
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
  route_unknown: { path: 'text' },
  origin_foreign: { origin: 'text' },
  upload_too_large: { limit: 'text' },
  sign_in_wrong: {},
  sign_in_too_often: { seconds: 'count' },
  link_used_up: {},
  password_too_short: { min: 'count' },
  password_wrong: {},
  password_needed: {},
  first_run_over: {},
  owner_only: {},
  company_key_taken: { key: 'text' },
  time_zone_unknown: { given: 'text' },
  smtp_url_unreadable: { example: 'text' },
  mail_not_set_up: {},
  mail_not_accepted: { answer: 'text' },
  test_code_wrong: {},
  test_mail_missing: {},
  reviewed_run_missing: {},
  demo_stays_in_test_mode: {},
  user_is_member: { email: 'text' },
  user_unknown: { user: 'text' },
  user_of_others: { email: 'text' },
  last_owner: {},
  file_empty: { file: 'text' },
  file_kind_unknown: { file: 'text', found: 'text' },
  file_too_large: { file: 'text', limit: 'text' },
  archive_unreadable: { file: 'text', found: 'text' },
  archive_too_many: { file: 'text', given: 'count', limit: 'count' },
  archive_bomb: { file: 'text', entry: 'text', limit: 'text' },
  archive_nested: { file: 'text', entry: 'text' },
  archive_mixed: { file: 'text', entry: 'text' },
  spreadsheet_unreadable: { file: 'text', found: 'text' },
  xml_doctype: { file: 'text', line: 'count' },
  xml_beyond_limits: { file: 'text', line: 'count', limit: 'text' },
  xml_unreadable: { file: 'text', line: 'count', found: 'text' },
  quote_unclosed: { file: 'text', line: 'count', given: 'text' },
  encoding_unreadable: { file: 'text', line: 'count', encoding: 'text', given: 'text' },
  column_missing: { field: 'text', headers: 'text' },
  decimal_sign_ambiguous: { given: 'text' },
  day_order_ambiguous: { given: 'text' },
  value_missing: { field: 'text' },
  value_unknown: { field: 'text', given: 'text', allowed: 'text' },
  value_too_long: { field: 'text', given: 'text', limit: 'count' },
  email_unreadable: { given: 'text' },
  row_too_wide: { given: 'count', expected: 'count' },
  row_repeated: { document: 'text', first: 'count' },
  open_above_amount: { open: 'text', amount: 'text' },
  amount_grew: { document: 'text', before: 'text', after: 'text' },
  currency_changed: { document: 'text', before: 'text', after: 'text' },
  item_reopened: { document: 'text', after: 'text' },
  seller_not_company: { seller: 'text', company: 'text' },
  totals_disagree: { given: 'text', expected: 'text' },
  import_unknown: {},
  import_not_open: { state: 'text' },
  mapping_unknown: { mapping: 'text' },
  import_cancelled: { file: 'text' },
  test_run_open: { run: 'text' },
  document_has_no_file: { document: 'text' },
  edit_nothing_to_undo: { run: 'count' },
  amount_not_positive: { given: 'text' },
  run_partly_sent: { run: 'count' },
  dispute_unknown: { dispute: 'text' },
  dispute_stands: { document: 'text', since: 'day' },
  dispute_more_than_open: { document: 'text', amount: 'text', open: 'text' },
  dispute_of_credit: { document: 'text' },
  dispute_note_missing: {},
  dispute_answer_day_passed: { on: 'day', today: 'day' },
  dispute_closed: { document: 'text', on: 'day' },
  promise_unknown: { promise: 'text' },
  promise_stands: { amount: 'text', on: 'day' },
  promise_more_than_open: { amount: 'text', open: 'text' },
  promise_nothing_open: { currency: 'text' },
  promise_day_passed: { on: 'day', today: 'day' },
  promise_too_far: { on: 'day', latest: 'day' },
  promise_currencies_mixed: { document: 'text', given: 'text', expected: 'text' },
  promise_item_of_other: { document: 'text' },
  promise_decided: { on: 'day' },
  hold_without_end: {},
  hold_review_passed: { review: 'day', today: 'day' },
  hold_review_after_end: { review: 'day', until: 'day' },
  claim_unknown: { claim: 'text' },
  claim_settled: { notice: 'text', document: 'text' },
  claim_not_open: { document: 'text', state: 'text' },
  claim_amount_too_high: { given: 'text', open: 'text' },
  claim_act_unknown: { act: 'text' },
  sheet_nothing_due: { until: 'day' },
  explanation_day_out_of_reach: { on: 'day', from: 'day', until: 'day' },
  claim_limit_out_of_range: { given: 'text', most: 'text' },
  import_undo_not_latest: { file: 'text' },
  import_undo_untraced: { file: 'text' },
  import_undo_changed: { what: 'text' },
  import_undo_followed: { file: 'text' },
  import_undo_reminded: { document: 'text', notice: 'text' },
  import_undo_proposed: { document: 'text', run: 'text' },
  import_undo_settled: { document: 'text' },
  import_undo_used: { kind: 'text', what: 'text' },
  document_ambiguous: { document: 'text', debtors: 'text' },
  item_handed_over: { document: 'text', since: 'day' },
  item_not_handed_over: { document: 'text' },
  debtor_payer_chain: { payer: 'text', debtor: 'text' },
  debtor_payer_itself: { debtor: 'text' },
  debtor_payer_unknown: { payer: 'text', debtor: 'text' },
  sending_stopped: { reason: 'text' },
  password_common: {},
  code_wrong: {},
  sign_in_step_over: {},
  passkey_refused: {},
  passkey_unknown: {},
  totp_in_use: {},
  totp_not_begun: {},
  second_factor_absent: {},
  second_factor_missing: {},
  second_factor_own_missing: {},
  second_factor_stale: {},
  api_key_unusable: {},
  api_key_unknown: {},
  api_key_expired_at_once: { on: 'day' },
  api_key_makes_none: {},
  user_yourself: {},
  sending_day_full: { max: 'count' },
  sending_limit_out_of_range: { field: 'text', given: 'text', min: 'count', max: 'count' },
  idempotency_key_reused: { key: 'text' },
  idempotency_key_busy: { key: 'text' },
  idempotency_key_unusable: { length: 'count' },
  four_eyes_needed: { run: 'count' },
  four_eyes_planner_unknown: { run: 'count' },
  four_eyes_alone: {},
  backup_unreadable: { file: 'text' },
  backup_damaged: { file: 'text' },
  backup_newer: { file: 'text', version: 'text' },
  backup_key_needed: { file: 'text' },
  backup_key_wrong: { file: 'text' },
  backup_key_short: { file: 'text', limit: 'count' },
  backup_schema_unknown: { file: 'text', migration: 'text' },
  backup_file_exists: { file: 'text' },
  restore_while_running: { server: 'text' },
  release_reason_missing: {},
  installation_owner_needed: {},
<<<<<<< Updated upstream
  override_reason_missing: {},
  erasure_still_owes: { debtor: 'text', items: 'count' },
  erasure_before_term: { debtor: 'text', until: 'day', source: 'text' },
  debtor_erased: { debtor: 'text' },
  erasure_list_changed: { previewed: 'count', due: 'count' },
  restriction_reason_missing: {},
  head_unreadable: { head: 'text' },
  automatic_nobody_looked: { on: 'day' },
  dispatch_not_traceable: { notice: 'count' },
  imap_url_unreadable: { example: 'text' },
  mail_host_not_public: { host: 'text' },
  sent_folder_not_set: {},
  sent_folder_needs_smtp: {},
  collector_unknown: { user: 'text' },
  answer_took_too_long: { seconds: 'count' },
  secret_in_use: { processes: 'count' },
  secret_earlier_missing: {},
=======
  collector_unknown: { user: 'text' },
  answer_took_too_long: { seconds: 'count' },
>>>>>>> Stashed changes
} as const satisfies RefusalTable;

export type { FactKind } from '#core/refusals/fact-kind.ts';
export type RefusalCode = keyof typeof REFUSALS;

/** Whether a stored word is still a code: records outlive the release that wrote them. */
export function isRefusalCode(word: string): word is RefusalCode {
  return Object.hasOwn(REFUSALS, word);
}

/** A dash for each fact of a sentence: records outlive the release that wrote them, and may lack one it tells by now. */
export function untoldFacts(code: string): Readonly<Record<string, string>> {
  const facts = isRefusalCode(code) ? Object.keys(REFUSALS[code]) : [];
  return Object.fromEntries(facts.map((name) => [name, '–']));
}

/** Where several codes are possible, the facts of all of them: whichever it is, its sentence is complete. */
export type Facts<Code extends RefusalCode> = Readonly<Record<FactName<Code>, string>>;
type FactName<Code extends RefusalCode> = Code extends RefusalCode ? keyof (typeof REFUSALS)[Code] : never;

const FACT_LENGTH_MAX = 300;

/** What a file holds may be of any length; a sentence needs only its beginning. */
export function shortFacts(facts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isShort = Object.values(facts).every((fact) => fact.length <= FACT_LENGTH_MAX);
  if (isShort) return facts;
  const cut = (fact: string) => (fact.length > FACT_LENGTH_MAX ? `${fact.slice(0, FACT_LENGTH_MAX)}…` : fact);
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, cut(fact)]));
}

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, string>>;

  constructor(code: RefusalCode, facts: Readonly<Record<string, string>>) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.code = code;
    this.facts = shortFacts(facts);
  }
}

/** Stops the work with something the user can mend. Any other throw is our own bug. */
export function refuse<Code extends RefusalCode>(code: Code, facts: Facts<Code>): never {
  throw new Refusal(code, facts);
}
