export const RETENTION_SUBJECTS = ['invoices', 'correspondence', 'contacts', 'bank_files'] as const;
export type RetentionSubject = (typeof RETENTION_SUBJECTS)[number];
