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
