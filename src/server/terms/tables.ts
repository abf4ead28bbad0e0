import type { Generated } from 'kysely';

export type GeneralTermsTable = {
  companyId: string;
  hasClause: Generated<boolean>;
  yearlyPercent: string | null;
  penaltyPercent: string | null;
  penaltyLeastMinor: Generated<bigint>;
  penaltyMostMinor: bigint | null;
  isSmall: Generated<boolean>;
  takesOffVat: Generated<boolean>;
  goods: string | null;
  changedBy: string | null;
  changedAt: Temporal.Instant | null;
};
