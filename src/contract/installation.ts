import { z } from 'zod';
import { SEND_STOP_KINDS } from '#core/sending/send-stops.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, route } from './route.ts';

/** Why nothing leaves just now. */
export const SendStopView = z.object({
  kind: z.enum(SEND_STOP_KINDS),
  /** What its sentence needs: hosts, folders, versions, moments. */
  facts: z.record(z.string(), z.string()),
  since: z.iso.datetime(),
  /** When it ends by itself; null: when a person ends it. */
  until: z.iso.datetime().nullable(),
  /** What to release; null: it ends otherwise. */
  fence: z.uuid().nullable(),
});

const SendStops = z.object({
  stops: z.array(SendStopView),
  /** Whether who asks looks after the installation: they may release what is of the whole of it. */
  mayRelease: z.boolean(),
});

const Backup = z.object({
  id: z.uuid(),
  reason: z.enum(['nightly', 'asked', 'before_upgrade', 'before_restore']),
  file: z.string(),
  encrypted: z.boolean(),
  startedAt: z.iso.datetime(),
  /** Null: it is being made. */
  outcome: z.enum(['written', 'failed']).nullable(),
  bytes: z.number().int().nullable(),
  rows: z.number().int().nullable(),
  /** Restored and compared: good, bad, or not yet. */
  verification: z.enum(['good', 'bad']).nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
});

/** How one company stands: figures, no names of debtors. */
const CompanyStatus = z.object({
  key: z.string(),
  name: z.string(),
  mode: z.enum(['test', 'live']),
  lastRunOn: z.iso.date().nullable(),
  lastSentAt: z.iso.datetime().nullable(),
  sentToday: z.number().int(),
  refusedToday: z.number().int(),
  waiting: z.number().int(),
  /** Mails whose arrival is not certain. */
  doubtful: z.number().int(),
  /** Whether the head of its timeline does not reach the address that was chosen for it. */
  headMailFails: z.boolean(),
  stops: z.array(SendStopView),
});

export const StatusView = z.object({
  version: z.string(),
  at: z.iso.datetime(),
  stops: z.array(SendStopView),
  /** The last who released something, and why. */
  released: z.array(
    z.object({
      kind: z.enum(SEND_STOP_KINDS),
      releasedAt: z.iso.datetime(),
      /** Null: by the command line. */
      by: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  backups: z.object({
    folder: z.string(),
    nightly: z.boolean(),
    encrypted: z.boolean(),
    /** More than 26 hours without a good one. */
    late: z.boolean(),
    lastGood: Backup.nullable(),
    last: z.array(Backup),
  }),
  queue: z.object({
    waiting: z.number().int(),
    /** Of the oldest job that could be done by now. */
    oldestSeconds: z.number().int(),
    failedThisWeek: z.number().int(),
  }),
  processes: z.array(
    z.object({
      role: z.string(),
      host: z.string(),
      pid: z.number().int(),
      version: z.string().nullable(),
      startedAt: z.iso.datetime(),
      beatSecondsAgo: z.number().int(),
    }),
  ),
  companies: z.array(CompanyStatus),
});

/** What concerns the whole installation: for whoever looks after it. */
export const installation = {
  /** What holds everybody's mails back: for the banner on pages of no company. */
  sendStops: route('GET', '/send-stops', 'signed_in').output(SendStops),
  /** The same with what is of one company. */
  companySendStops: companyRoute('GET', '/send-stops', 'reader').input(InCompany).output(SendStops),
  status: route('GET', '/installation/status', 'signed_in')
    .output(StatusView)
    .errors(refusals('installation_owner_needed', 'second_factor_missing')),
  /** Lets things leave again. The reason is kept. */
  release: route('POST', '/installation/releases', 'signed_in')
    .input(z.object({ fence: z.uuid().nullable(), reason: z.string().trim().max(1000) }))
    .output(StatusView)
    .errors(
      refusals(
        'installation_owner_needed',
        'second_factor_missing',
        'second_factor_stale',
        'release_reason_missing',
      ),
    ),
  /** Begins a backup at once, beside the nightly ones. */
  backUp: route('POST', '/installation/backups', 'signed_in')
    .output(StatusView)
    .errors(refusals('installation_owner_needed', 'second_factor_missing')),
};
