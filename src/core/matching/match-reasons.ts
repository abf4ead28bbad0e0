/**
 * Why a match is proposed. Facts are text that can be stored and sent as it is: amounts are decimals in the line's currency,
 * days are ISO days, percentages are written as people do ('2', '1.5'). The screen says it in the reader's language.
 */
export type Reason =
  /** The reference on the line, verified by its check digits, is that of the items. */
  | { readonly code: 'structured_reference'; readonly facts: { readonly reference: string } }
  /** The text names the document; `written` is what stands there where it differs. */
  | {
      readonly code: 'document_number';
      readonly facts: { readonly number: string; readonly written: string };
    }
  /** One sign of the number is wrong or missing in the text. */
  | { readonly code: 'number_alike'; readonly facts: { readonly number: string; readonly written: string } }
  | { readonly code: 'exact_amount'; readonly facts: { readonly amount: string } }
  | { readonly code: 'sum_of_items'; readonly facts: { readonly count: string; readonly amount: string } }
  /** The sum is everything the debtor owes. */
  | { readonly code: 'all_open_items'; readonly facts: { readonly count: string; readonly amount: string } }
  | { readonly code: 'minus_discount'; readonly facts: { readonly percent: string; readonly amount: string } }
  | { readonly code: 'minus_bank_costs'; readonly facts: { readonly amount: string } }
  | { readonly code: 'small_difference'; readonly facts: { readonly amount: string } }
  /** Less than is open came; `amount` stays open. */
  | { readonly code: 'part_payment'; readonly facts: { readonly amount: string } }
  /** More came than is open; `amount` stays on account. */
  | { readonly code: 'overpayment'; readonly facts: { readonly amount: string } }
  | { readonly code: 'known_iban'; readonly facts: { readonly iban: string; readonly debtor: string } }
  /** The payer's name is the debtor's, but for accents, case, legal form and word order. */
  | { readonly code: 'same_name'; readonly facts: { readonly name: string; readonly debtor: string } }
  /** Most of the name agrees, or it is cut off. */
  | { readonly code: 'name_alike'; readonly facts: { readonly name: string; readonly debtor: string } }
  /** The text or the reference names the debtor's number. */
  | { readonly code: 'debtor_number'; readonly facts: { readonly number: string; readonly debtor: string } }
  /** The payer is another debtor, or nobody we know, who pays this debtor's items. */
  | { readonly code: 'pays_for_another'; readonly facts: { readonly payer: string; readonly debtor: string } }
  /** Money out that pays back a credit of the debtor. */
  | { readonly code: 'refund'; readonly facts: { readonly amount: string } }
  /** Money out that takes an earlier payment back; `reason` is the bank's code, '' where it gives none. */
  | { readonly code: 'return_of'; readonly facts: { readonly on: string; readonly reason: string } }
  /** The line is a batch of card payments or of a payment service, with so many parts ('0' where it tells none). */
  | { readonly code: 'card_batch'; readonly facts: { readonly parts: string } }
  | { readonly code: 'rule'; readonly facts: { readonly rule: string; readonly contains: string } };
export type ReasonCode = Reason['code'];

/** What speaks against a match and lowers its certainty. */
export type Doubt =
  /** The line names a document that is settled already. */
  | { readonly code: 'settled_already'; readonly facts: { readonly number: string } }
  /** The line names a number nobody knows. */
  | { readonly code: 'number_unknown'; readonly facts: { readonly written: string } }
  /** Other items or sums of items fit as well. */
  | { readonly code: 'fits_others_too'; readonly facts: { readonly count: string } }
  /** The amount is neither an item's nor a sum; `open` is what is open of what the line names. */
  | { readonly code: 'amount_differs'; readonly facts: { readonly amount: string; readonly open: string } }
  | { readonly code: 'currency_differs'; readonly facts: { readonly line: string; readonly item: string } }
  /** The payer looks like somebody else. */
  | { readonly code: 'payer_differs'; readonly facts: { readonly payer: string; readonly debtor: string } }
  /** Several debtors bear this name, or share this account. */
  | { readonly code: 'payer_ambiguous'; readonly facts: { readonly count: string } }
  /** Only a few digits name the document: they may be anything. */
  | { readonly code: 'number_short'; readonly facts: { readonly written: string } }
  /** Nothing on the line but the amount points at it. */
  | { readonly code: 'amount_alone'; readonly facts: { readonly amount: string } }
  /** The creditor collects this item itself. */
  | { readonly code: 'collected_by_direct_debit'; readonly facts: { readonly number: string } }
  /** There are too many items to try every sum of them. */
  | { readonly code: 'search_gave_up'; readonly facts: { readonly items: string } }
  /** Different things on the line name different debtors. */
  | { readonly code: 'names_disagree'; readonly facts: { readonly number: string } }
  /** The line names another open item of the same debtor. */
  | { readonly code: 'names_other_item'; readonly facts: { readonly number: string } }
  /** The bank has not booked it yet. */
  | { readonly code: 'pending'; readonly facts: Readonly<Record<string, never>> };
export type DoubtCode = Doubt['code'];
