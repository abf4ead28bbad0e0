import { z } from 'zod';
import { type FactKind, type Facts, REFUSALS, type RefusalCode } from '#core/refusal.ts';

/** 401/403: who asks. 404: no such thing. 409: not in its present state. 422: what was given cannot be used. */
export const REFUSAL_STATUS = {
  amount_unreadable: 422,
  currency_unknown: 422,
  day_unreadable: 422,
  not_signed_in: 401,
  role_insufficient: 403,
  company_unknown: 404,
  notice_unknown: 404,
  notice_has_no_letter: 404,
  notice_has_no_mail: 404,
  notice_already_undone: 409,
  notice_has_later: 409,
  notice_leaving: 409,
  print_batch_empty: 404,
  run_unknown: 404,
  proposal_unknown: 404,
  dispatch_unknown_id: 404,
  dispatch_not_in_doubt: 409,
  text_placeholder_unknown: 422,
  text_unreadable: 422,
  letter_glyph_missing: 422,
  logo_unreadable: 422,
  logo_missing: 404,
  mail_unknown: 404,
  address_unusable: 422,
  mail_sender_missing: 409,
  mail_server_missing: 409,
  mail_not_accepted: 409,
  ageing_bounds_unusable: 422,
  debtor_unknown: 404,
  open_item_unknown: 404,
  open_item_settled: 409,
  open_item_level_taken: 409,
  contact_unknown: 404,
  contact_unreachable: 422,
  email_unusable: 422,
  group_unknown: 404,
  group_name_taken: 409,
  group_in_use: 409,
  hold_unknown: 404,
  hold_ended_before_today: 422,
  hold_too_long: 422,
  task_unknown: 404,
  policy_not_available: 404,
  policy_unknown: 404,
  policy_version_unknown: 404,
  policy_ready_unknown: 404,
  policy_name_taken: 409,
  policy_changed_meanwhile: 409,
  policy_archived: 409,
  policy_in_use: 409,
  policy_is_default: 409,
  policy_group_unknown: 404,
  policy_debtor_unknown: 404,
  policy_without_notice: 422,
  policy_level_out_of_order: 422,
  policy_too_many_levels: 422,
  policy_level_not_wanted: 422,
  policy_courtesy_not_first: 422,
  policy_courtesy_not_before_due: 422,
  policy_courtesy_costs: 422,
  policy_days_out_of_range: 422,
  policy_basis_without_notice: 422,
  policy_step_too_early: 422,
  policy_deadline_out_of_range: 422,
  policy_repeat_not_last: 422,
  policy_repeat_out_of_range: 422,
  policy_rate_unreadable: 422,
  policy_amount_unreadable: 422,
  policy_bands_out_of_order: 422,
  policy_law_not_ready: 422,
  policy_channel_repeated: 422,
  policy_interval_out_of_range: 422,
  policy_bank_days_out_of_range: 422,
  policy_without_invoices: 422,
  policy_no_open_weekday: 422,
  policy_country_unreadable: 422,
} as const satisfies Record<RefusalCode, 401 | 403 | 404 | 409 | 422 | 429>;

/** The errors a route declares: each code with its status, and its facts as the core's table has them. */
export function refusals<Code extends RefusalCode>(...codes: Code[]) {
  const declared = codes.map((code) => [code, { status: REFUSAL_STATUS[code], data: factsOf(code) }]);
  return Object.fromEntries(declared) as { [C in Code]: { status: number; data: z.ZodType<Facts<C>> } };
}

const KIND = { text: z.string(), day: z.iso.date(), count: z.string() } satisfies Record<
  FactKind,
  z.ZodType<string>
>;

function factsOf(code: RefusalCode): z.ZodObject {
  const kinds = Object.entries<FactKind>(REFUSALS[code]);
  return z.object(Object.fromEntries(kinds.map(([name, kind]) => [name, KIND[kind]])));
}
