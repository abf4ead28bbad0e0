/** Why what was proposed or issued must not leave any more. The words: screens.json, `withdrawn.<reason>`. */
export const WITHDRAWALS = [
  'paid',
  'probably_paid',
  'changed',
  'on_hold',
  'disputed',
  'promised',
  'in_doubt',
  'already_issued',
  'no_address',
  'no_glyph',
  'unlawful',
  'handed_over',
  'too_often',
  'address_changed',
] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

/** Whether a stored word is one of the reasons, and not what another side answered. */
export function isWithdrawal(word: string): word is Withdrawal {
  return WITHDRAWALS.some((one) => one === word);
}
