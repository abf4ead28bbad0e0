/** Everything Rappel may refuse, with the facts each sentence needs. Sentences: i18n/<locale>/refusals.json. */
export const REFUSALS = {
  amount_unreadable: { given: 'text', example: 'text' },
  currency_unknown: { given: 'text' },
  day_unreadable: { given: 'text', example: 'text' },
  not_signed_in: {},
  role_insufficient: { role: 'text' },
  company_unknown: { company: 'text' },
  notice_unknown: { notice: 'text' },
  notice_has_no_letter: { notice: 'count' },
  notice_has_no_mail: { notice: 'count' },
  notice_already_undone: { notice: 'count' },
  notice_has_later: { notice: 'count', later: 'count' },
  notice_leaving: { notice: 'count' },
  print_batch_empty: { run: 'count' },
  run_unknown: { run: 'text' },
  proposal_unknown: { proposal: 'text' },
  dispatch_unknown_id: { dispatch: 'text' },
  dispatch_not_in_doubt: { notice: 'count', state: 'text' },
  text_placeholder_unknown: { placeholder: 'text', line: 'count' },
  text_unreadable: { line: 'count', given: 'text' },
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
