import type { Generated } from 'kysely';
import type { Language } from '#core/receivables/kinds.ts';

export type LetterLayoutTable = {
  companyId: string;
  logoFileId: string | null;
  accent: Generated<string>;
  addressWindow: Generated<'left' | 'right'>;
  foldMarks: Generated<boolean>;
  font: Generated<string>;
  showQr: Generated<boolean>;
  signature: string | null;
};

export type NoticeTextTable = {
  companyId: string;
  step: string;
  language: Language;
  subject: string;
  body: string;
  updatedBy: string | null;
  updatedAt: Temporal.Instant;
};
