import type { StepKind } from '#core/dunning/policy.ts';
import type { MentionKey } from '#core/lawfulness/step-law.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind, DocumentKind, Language } from '#core/receivables/kinds.ts';
import type { PaymentReference } from '#core/receivables/payment-reference.ts';
import type { FilledWords } from '#server/texts/words.ts';

/**
 * All that a notice says: the letter and the mail are made of this and of nothing else, and it is kept with the
 * notice as its snapshot. Amounts are strings of minor units, days ISO strings.
 */
export type NoticeContent = {
  readonly number: number;
  /** Left out: the notice itself. A correction says that it was taken back, and asks for nothing. */
  readonly purpose?: 'correction';
  readonly stepKind: StepKind;
  readonly level: number | null;
  readonly language: Language;
  readonly currency: Currency;
  readonly issuedOn: string;
  readonly deadlineOn: string;
  readonly company: ContentCompany;
  readonly layout: ContentLayout;
  readonly debtor: { readonly number: string; readonly name: string };
  /** The lines in the window of the envelope. */
  readonly recipient: readonly string[];
  readonly registered: boolean;
  readonly words: FilledWords;
  /** What the law wants said; left out of what was issued before it was. */
  readonly mentions?: readonly ContentMention[];
  /** The law its figures rest on, where a person chose it for the debtor, and why. */
  readonly law?: { readonly country: string; readonly kind: DebtorKind; readonly reason: string };
  readonly lines: readonly ContentLine[];
  readonly totals: {
    readonly due: string;
    readonly credit: string;
    /** Of a statement: what is not yet due, and counts in its balance. */
    readonly upcoming?: string;
    readonly interest: string;
    readonly fee: string;
    readonly total: string;
  };
  readonly payment: {
    readonly iban: string;
    readonly bic: string | null;
    readonly reference: PaymentReference;
    /** What the QR code says, or null where there is none. */
    readonly epc: string | null;
  } | null;
};

/** A mention in words: nobody can take it out of a letter. */
export type ContentMention = {
  readonly key: MentionKey;
  readonly title: string;
  readonly lines: readonly string[];
};

export type ContentCompany = {
  readonly name: string;
  readonly country: string;
  readonly language: Language;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly vatNumber: string | null;
  readonly enterpriseNumber: string | null;
  readonly iban: string | null;
  readonly bic: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly website: string | null;
  readonly legalFooter: string | null;
};

export type ContentLayout = {
  readonly accent: string;
  readonly addressWindow: 'left' | 'right';
  readonly foldMarks: boolean;
  readonly font: string;
  readonly showQr: boolean;
  readonly signature: string | null;
  readonly logo: ContentLogo | null;
};
export type ContentLogo = {
  readonly fileId: string;
  readonly sha256: string;
  readonly mediaType: string;
};

export type ContentLine = {
  /** Who owes it, where the notice goes to another one who pays. */
  readonly debtor?: { readonly number: string; readonly name: string };
  readonly documentNumber: string;
  readonly documentKind: DocumentKind;
  readonly section: 'overdue' | 'upcoming' | 'credit';
  /** Part of what is to be paid now; else only listed. */
  readonly asked: boolean;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly daysLate: number;
  readonly amount: string;
  readonly open: string;
  /** What the debtor contests of it: neither asked for nor paid. */
  readonly disputed?: string;
  readonly interest: string;
  readonly fee: string;
  /** How the interest came about, frozen with the rates of the day; left out where there is none. */
  readonly interestRows?: readonly {
    readonly from: string;
    readonly to: string;
    readonly days: number;
    readonly base: string;
    readonly rate: string;
    readonly amount: string;
    readonly rates: string;
  }[];
};
