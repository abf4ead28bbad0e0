import { listCompanies } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { Tools } from '#server/platform/tools.ts';
import { findLastLook, findWatch } from './queries.ts';
import type { SendingSilence, SilenceCode } from './tables.ts';

/** The clock asks every minute; when it has not for this long it has stopped. */
export const SILENT_MINUTES_MAX = 10;

export type Silence<Code extends SilenceCode = SilenceCode> = {
  readonly code: Code;
  readonly since: Temporal.Instant;
  /** The mail server's own words. */
  readonly answer: string | null;
};

/** Why reminders of a company would not leave though they should, and nobody would notice. */
export async function findSilences(
  trx: Trx,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly Silence<SendingSilence>[]> {
  const silences: Silence<SendingSilence>[] = [];
  const looked = await findLastLook(trx, companyId);
  if (looked && Temporal.Instant.compare(now, looked.add({ minutes: SILENT_MINUTES_MAX })) > 0)
    silences.push({ code: 'clock_stopped', since: looked, answer: null });
  const watch = await findWatch(trx, companyId);
  if (watch?.failingSinceAt)
    silences.push({ code: 'mail_login', since: watch.failingSinceAt, answer: watch.answer });
  return silences;
}

const WORDS: Record<SendingSilence, string> = {
  clock_stopped: 'nobody looks whether automatic reminders are due',
  mail_login: 'a mail server does not let Rappel in',
};

/** For whoever watches the installation from outside: no company is named. @returns null where all is well */
export async function whySilent({ db, clock }: Tools): Promise<string | null> {
  for (const { id: companyId } of await listCompanies(db)) {
    const [first] = await inCompany({ db, companyId }, (trx) => findSilences(trx, companyId, clock.now()));
    if (first) return WORDS[first.code];
  }
  return null;
}
