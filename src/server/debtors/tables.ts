import type { Generated, GeneratedAlways } from 'kysely';
import type { Channel, ContactRole, DebtorKind, Language } from '#core/receivables/kinds.ts';

export type DebtorGroupTable = {
  companyId: string;
  id: string;
  name: string;
  policyId: string | null;
};

export type DebtorTable = {
  companyId: string;
  id: string;
  number: string;
  name: string;
  kind: Generated<DebtorKind>;
  language: Language;
  country: string;
  street: string | null;
  postalCode: string | null;
  city: string | null;
  email: string | null;
  phone: string | null;
  fax: string | null;
  vatNumber: string | null;
  enterpriseNumber: string | null;
  termsDays: number | null;
  preferredChannel: Generated<Channel>;
  groupId: string | null;
  policyId: string | null;
  payerId: string | null;
  contactedOn: Temporal.PlainDate | null;
  /** Another law than that of the company for this debtor, as this kind, and why: all three or none. */
  regimeCountry: string | null;
  regimeKind: DebtorKind | null;
  regimeReason: string | null;
  /** Kept, and not worked with, at the person's wish. */
  restrictedAt: Temporal.Instant | null;
  restrictedBecause: string | null;
  erasedAt: Temporal.Instant | null;
  createdAt: Generated<Temporal.Instant>;
  searchKey: GeneratedAlways<string>;
};

export type DebtorContactTable = {
  companyId: string;
  id: string;
  debtorId: string;
  role: ContactRole;
  name: string | null;
  email: string | null;
  phone: string | null;
  fax: string | null;
};

export type HoldTable = {
  companyId: string;
  id: string;
  debtorId: string;
  dueItemId: string | null;
  reason: string;
  /** Its last day; null: until somebody releases it. */
  untilOn: Temporal.PlainDate | null;
  /** The day somebody looks at it again. */
  reviewOn: Temporal.PlainDate | null;
  placedBy: string | null;
  placedAt: Temporal.Instant;
  releasedAt: Temporal.Instant | null;
  releasedBy: string | null;
};
