import { z } from 'zod';

/** Raised when a reader of before could no longer read what is written. */
export const FORMAT = 1;
export const HEAD_NAME = 'backup.json';
export const MANIFEST_NAME = 'manifest.json';
export const TRAILER_NAME = 'SHA256';
export const SECRET_NAME = 'files/secret';
export const JOBS_NAME = 'jobs.json';

/** What stands first, so that a reader knows what it needs before it reads the rest. */
export const BackupHead = z.object({
  format: z.number().int(),
  rappel: z.string(),
  takenAt: z.string(),
  /** Of the installation it was taken of. */
  instance: z.string().nullable(),
  host: z.string(),
  postgres: z.string(),
  migrations: z.array(z.object({ number: z.number().int(), name: z.string(), checksum: z.string() })),
});
export type BackupHead = z.infer<typeof BackupHead>;

const BackupTable = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int(),
  /** Of what COPY printed, in the order of the primary key. */
  bytes: z.number().int(),
  sha256: z.string(),
  parts: z.number().int(),
});
export type BackupTable = z.infer<typeof BackupTable>;

/** A company's figures by which a person recognises its books; amounts are minor units, as texts. */
const CompanyTotals = z.object({
  company: z.string(),
  currency: z.string(),
  items: z.string(),
  open: z.string(),
  notices: z.string(),
  dispatches: z.string(),
});
export const ChainHead = z.object({ company: z.string(), entries: z.string(), hash: z.string() });

/** What stands last, and what a restored copy is compared with. */
export const Manifest = z.object({
  tables: z.array(BackupTable),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
  totals: z.array(CompanyTotals),
  heads: z.array(ChainHead),
  jobs: z.number().int(),
});
export type Manifest = z.infer<typeof Manifest>;

export const BackupJob = z.object({
  name: z.string(),
  data: z.record(z.string(), z.unknown()),
  startAt: z.string(),
});
export type BackupJob = z.infer<typeof BackupJob>;

/** Processes of now, sessions of now: they mean nothing elsewhere, or later. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  'applied_migration',
  'worker_lease',
  'mailbox_turn',
  'user_session',
  'sign_in_attempt',
  'sign_in_step',
  'restored_job',
]);
