import type { Generated } from 'kysely';
import type { Role } from '#contract/access.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Language } from '#core/receivables/kinds.ts';

export type CompanyTable = {
  id: string;
  key: string;
  name: string;
  country: string;
  language: Language;
  currency: Currency;
  timeZone: string;
  mode: Generated<'test' | 'live'>;
  isDemo: Generated<boolean>;
  /** Null while a demo company is being loaded, and for all others. */
  demoLoadedAt: Temporal.Instant | null;
  street: string | null;
  postalCode: string | null;
  city: string | null;
  vatNumber: string | null;
  enterpriseNumber: string | null;
  iban: string | null;
  bic: string | null;
  phone: string | null;
  email: string | null;
  website: string | null;
  legalFooter: string | null;
  defaultTermsDays: Generated<number>;
  /** Days after the promised one on which a payment still keeps a promise. */
  promiseToleranceDays: Generated<number>;
  ageingBounds: Generated<number[]>;
  defaultPolicyId: string | null;
  mailFromName: string | null;
  mailFromAddress: string | null;
  mailReplyTo: string | null;
  mailCopyTo: string | null;
  smtpUrlSealed: string | null;
  releaseDelaySeconds: Generated<number>;
  testMailReceivedAt: Temporal.Instant | null;
  /** Who must have a second factor to work here. */
  secondFactor: Generated<'optional' | 'owners' | 'all'>;
  releaseAsksSecondFactor: Generated<boolean>;
  /** Above one of the two, where given, a run is released by another person than who planned it. */
  fourEyes: Generated<boolean>;
  fourEyesAboveMinor: bigint | null;
  fourEyesAboveNotices: number | null;
  /** Where the head of the timeline is mailed each day; null: nowhere. */
  headMailTo: string | null;
  /** Whether the subject of a mail to a debtor ends with the debtor’s number. */
  mailSubjectMark: Generated<boolean>;
  createdAt: Generated<Temporal.Instant>;
};

export type MembershipTable = {
  companyId: string;
  userId: string;
  role: Role;
  createdAt: Generated<Temporal.Instant>;
};

/** The mailbox in which a company's own mail server files a copy of each mail it takes. */
export type SentFolderTable = {
  companyId: string;
  imapUrlSealed: string;
  /** Null: the folder the server itself names. */
  folder: string | null;
  probeState: 'asked' | 'passed' | 'failed' | null;
  probeMessageId: string | null;
  probeSentAt: Temporal.Instant | null;
  probedAt: Temporal.Instant | null;
  probeAnswer: string | null;
  /** What was tried, without passwords. */
  probeVia: string | null;
};
