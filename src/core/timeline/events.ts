/**
 * Everything that can stand in a timeline, with the facts its sentence needs (i18n: `timeline.<kind>`).
 * Facts are strings, formatted where they are read: a day is '2026-03-31', money is '1234.50 EUR'. A fact that does
 * not apply is ''.
 */
export const EVENTS = {
  import_applied: { file: 'text', added: 'count', changed: 'count', settled: 'count' },
  import_undone: { file: 'text' },
  debtor_added: { number: 'text', name: 'text', source: 'text' },
  debtor_changed: { field: 'field', before: 'text', after: 'text' },
  contact_added: { name: 'text', role: 'contact_role' },
  contact_changed: { name: 'text', role: 'contact_role' },
  contact_removed: { name: 'text', role: 'contact_role' },
  item_added: { document: 'text', amount: 'money', open: 'money', dueOn: 'day' },
  item_changed: { document: 'text', openBefore: 'money', open: 'money', dueOnBefore: 'day', dueOn: 'day' },
  item_settled: { document: 'text', openBefore: 'money' },
  item_reopened: { document: 'text', open: 'money' },
  settlement_made: { document: 'text', amount: 'money', open: 'money', payer: 'text', on: 'day' },
  money_on_account: { amount: 'money', payer: 'text', on: 'day' },
  settlement_undone: { document: 'text', amount: 'money' },
  payment_returned: { document: 'text', amount: 'money', on: 'day', reason: 'return_reason' },
  collection_rejected: { document: 'text', on: 'day', reason: 'return_reason' },
  credit_used: { document: 'text', amount: 'money', on: 'day' },
  credit_refunded: { document: 'text', amount: 'money', on: 'day' },
  provisional_confirmed: { document: 'text', amount: 'money' },
  ledger_differed: { document: 'text', expected: 'money', found: 'money' },
  ledger_difference_resolved: { document: 'text', resolution: 'resolution' },
  iban_learnt: { iban: 'text', name: 'text' },
  iban_forgotten: { iban: 'text' },
  bank_line_ignored: { payer: 'text', amount: 'money', on: 'day', note: 'text' },
  bank_line_put_off: { payer: 'text', amount: 'money', on: 'day', until: 'day', note: 'text' },
  bank_line_taken_up: { payer: 'text', amount: 'money', on: 'day' },
  matching_rule_changed: { contains: 'text' },
  bank_file_imported: { file: 'text', added: 'count', known: 'count', refused: 'count' },
  bank_account_added: { account: 'text', file: 'text' },
  bank_file_undone: { file: 'text', lines: 'count', settlements: 'count' },
  bank_account_renamed: { account: 'text', before: 'text', name: 'text' },
  bank_account_followed: { account: 'text' },
  bank_account_left: { account: 'text' },
  statement_overridden: { account: 'text', statement: 'text', reason: 'text' },
  level_set: { document: 'text', before: 'count', level: 'count' },
  hold_placed: { reason: 'text', until: 'day', document: 'text' },
  hold_released: { reason: 'text', document: 'text' },
  hold_to_review: { reason: 'text', review: 'day', document: 'text' },
  dispute_opened: { document: 'text', amount: 'money', reason: 'dispute_reason', note: 'text' },
  dispute_changed: { document: 'text', on: 'day', user: 'text' },
  dispute_resolved: { document: 'text', outcome: 'dispute_outcome', note: 'text' },
  dispute_reopened: { document: 'text' },
  promise_made: { amount: 'money', on: 'day', document: 'text', note: 'text' },
  promise_withdrawn: { amount: 'money', on: 'day', note: 'text' },
  promise_kept: { amount: 'money', on: 'day', paid: 'money' },
  promise_broken: { amount: 'money', on: 'day', paid: 'money' },
  promise_reopened: { amount: 'money', on: 'day', paid: 'money' },
  promise_answered: { amount: 'money', on: 'day', note: 'text' },
  note_added: { text: 'text', document: 'text' },
  task_added: { task: 'task', dueOn: 'day' },
  task_postponed: { task: 'task', dueOn: 'day' },
  task_done: { task: 'task', outcome: 'text' },
  proposal_edited: {
    run: 'count',
    change: 'proposal_change',
    value: 'text',
    channel: 'channel',
    document: 'text',
    on: 'day',
  },
  proposal_edit_undone: { run: 'count' },
  run_report_printed: { run: 'count', head: 'text' },
  run_planned: { run: 'count', plannedFor: 'day', notices: 'count' },
  run_approved: { run: 'count', notices: 'count' },
  bank_data_overridden: { run: 'count', account: 'text', days: 'count', most: 'count', reason: 'text' },
  run_cancelled: { run: 'count' },
  run_sent: { run: 'count', notices: 'count' },
  run_undone: { run: 'count', notices: 'count' },
  run_stopped: { run: 'count', answer: 'answer' },
  run_failed: { run: 'count', answer: 'answer' },
  notice_issued: { notice: 'count', run: 'count', step: 'step', total: 'money', channel: 'channel' },
  notice_sent: { notice: 'count', step: 'step', total: 'money', channel: 'channel', to: 'text' },
  notice_refused: { notice: 'count', channel: 'channel', answer: 'text' },
  notice_unknown: { notice: 'count', channel: 'channel', answer: 'text' },
  notice_traced: { notice: 'count', channel: 'channel', answer: 'text' },
  notice_not_left: { notice: 'count', channel: 'channel', looks: 'count' },
  notice_resolved: { notice: 'count', channel: 'channel', outcome: 'settlement' },
  notice_withdrawn: { notice: 'count', because: 'withdrawal' },
  notice_not_issued: { run: 'count', because: 'withdrawal' },
  notice_recalled: { notice: 'count', channel: 'channel' },
  notice_delivered: { notice: 'count', channel: 'channel' },
  notice_bounced: { notice: 'count', channel: 'channel', answer: 'text' },
  notice_undone: { notice: 'count' },
  claim_paid: { document: 'text', claim: 'claim_kind', amount: 'money', on: 'day' },
  claim_waived: { document: 'text', claim: 'claim_kind', amount: 'money', reason: 'text' },
  claim_dropped: { document: 'text', claim: 'claim_kind', amount: 'money' },
  claim_booked: { document: 'text', claim: 'claim_kind', amount: 'money', on: 'day' },
  claim_act_undone: { document: 'text', claim: 'claim_kind', amount: 'money', act: 'claim_act' },
  regime_set: { country: 'country', debtorKind: 'debtor_kind', reason: 'text' },
  regime_cleared: { country: 'country', debtorKind: 'debtor_kind' },
  rates_given: { change: 'count', rates: 'count', file: 'text' },
  rates_undone: { change: 'count' },
  correction_issued: { notice: 'count', channel: 'channel' },
  correction_sent: { notice: 'count', channel: 'channel', to: 'text' },
  step_done: { step: 'step', run: 'count', documents: 'text', total: 'money' },
  step_undone: { run: 'count', steps: 'count' },
  item_handed_over: { documents: 'text', total: 'money', to: 'hand_over_party' },
  item_taken_back: { documents: 'text', to: 'hand_over_party' },
  item_given_to_collector: { documents: 'text', user: 'text' },
  item_closed_to_collectors: { documents: 'text' },
  collector_reported: { documents: 'text', report: 'collector_report', note: 'text' },
  acceptance_recorded: { document: 'text', answer: 'acceptance', note: 'text' },
  call_made: { result: 'call_result', outcome: 'text' },
  run_schedule_changed: { mode: 'text' },
  sending_limits_changed: {
    contactsMax: 'count',
    contactDays: 'count',
    debtorDayMax: 'count',
    companyDayMax: 'count',
  },
  automatic_run_vetoed: { on: 'day' },
  automatic_run_allowed: { on: 'day' },
  automatic_run_missed: { on: 'day', answer: 'answer' },
  policy_added: { policy: 'text' },
  policy_changed: { policy: 'text', version: 'count' },
  policy_archived: { policy: 'text' },
  policy_restored: { policy: 'text' },
  policy_removed: { policy: 'text' },
  text_changed: { step: 'step', language: 'language' },
  company_added: { company: 'text', country: 'country' },
  company_changed: { field: 'field' },
  setting_changed: { setting: 'setting', before: 'text', after: 'text' },
  group_added: { group: 'text' },
  group_changed: { before: 'text', group: 'text', policy: 'text' },
  group_removed: { group: 'text' },
  mode_changed: { mode: 'text' },
  sending_held: { stop: 'send_stop' },
  sending_released: { stop: 'send_stop', reason: 'text' },
  user_invited: { user: 'text', role: 'role' },
  user_added: { user: 'text', role: 'role' },
  user_role_changed: { user: 'text', before: 'role', role: 'role' },
  user_removed: { user: 'text' },
  link_renewed: { user: 'text' },
  audit_failed: { breaches: 'count', rules: 'text' },
  audit_mended: {},
  audit_overridden: { breaches: 'count', reason: 'text' },
  head_mailed: { head: 'text', to: 'text' },
  head_not_mailed: { on: 'day', answer: 'text' },
  dossier_exported: { events: 'count', head: 'text' },
  personal_data_exported: { files: 'count' },
  debtor_restricted: { reason: 'text' },
  debtor_unrestricted: {},
  debtor_erased: { because: 'text' },
  contacts_erased: { contacts: 'count' },
  erasure_list_prepared: { persons: 'count', contacts: 'count', files: 'count' },
  erasure_list_confirmed: { persons: 'count', contacts: 'count', files: 'count' },
  erasure_list_withdrawn: {},
  retention_changed: { country: 'country', subject: 'text', years: 'count', source: 'text' },
  user_disabled: { user: 'text' },
  user_enabled: { user: 'text' },
  second_factor_removed: { user: 'text' },
  api_key_made: { key: 'text', role: 'role' },
  api_key_revoked: { key: 'text' },
  security_changed: { what: 'security_rule', before: 'text', after: 'text' },
} as const satisfies Record<string, Record<string, EventFactKind>>;

/** How a fact reads. A `step` is 'courtesy' or 'level_2'; `field`, `task` and the like are names the screens have words for. */
export type EventFactKind =
  | 'text'
  | 'day'
  | 'count'
  | 'money'
  | 'channel'
  | 'step'
  | 'field'
  | 'task'
  | 'withdrawal'
  | 'settlement'
  | 'resolution'
  | 'return_reason'
  | 'dispute_reason'
  | 'dispute_outcome'
  | 'language'
  | 'contact_role'
  | 'answer'
  | 'hand_over_party'
  | 'collector_report'
  | 'acceptance'
  | 'call_result'
  | 'send_stop'
  | 'claim_kind'
  | 'claim_act'
  | 'country'
  | 'debtor_kind'
  | 'security_rule'
  | 'setting'
  | 'proposal_change'
  | 'role';

export type EventKind = keyof typeof EVENTS;
export type EventFacts<Kind extends EventKind> = Readonly<Record<keyof (typeof EVENTS)[Kind], string>>;

/** One event with its own facts: `{ kind: 'hold_placed', facts: { reason, until, document } }`. */
export type TimelineEvent = {
  [Kind in EventKind]: { readonly kind: Kind; readonly facts: EventFacts<Kind> };
}[EventKind];

export const EVENT_KINDS = Object.keys(EVENTS) as readonly EventKind[];

/** Whether a stored word is still an event kind: entries outlive the release that wrote them. */
export function isEventKind(word: string): word is EventKind {
  return Object.hasOwn(EVENTS, word);
}
