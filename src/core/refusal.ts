/** Everything Rappel may refuse, with the facts each sentence needs. Sentences: i18n/<locale>/refusals.json. */
export const REFUSALS = {
  amount_unreadable: { given: 'text', example: 'text' },
  currency_unknown: { given: 'text' },
  day_unreadable: { given: 'text', example: 'text' },
  not_signed_in: {},
  role_insufficient: { role: 'text' },
  company_unknown: { company: 'text' },
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
