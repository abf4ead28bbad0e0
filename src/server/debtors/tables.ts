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
  untilOn: Temporal.PlainDate;
  placedBy: string | null;
  placedAt: Temporal.Instant;
  releasedAt: Temporal.Instant | null;
};
