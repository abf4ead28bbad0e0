import { sql } from 'kysely';
import type { Step } from '#core/dunning/policy.ts';
import type { Channel } from '#core/receivables/kinds.ts';
import { setSchedule } from '#server/automatic-runs/change-schedule.ts';
import { lookAt } from '#server/automatic-runs/look-what-is-due.ts';
import { dunningRunWorkers } from '#server/dunning-runs/workers.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import type { FreshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, type TestTools, toolsFor } from '#test/support/tools.ts';

export const ZONE = 'Europe/Brussels';

/** Tools whose clock goes as a test says, in Brussels. */
export function simulatedTools(fresh: FreshDb, smtpUrl = 'smtp://127.0.0.1:9') {
  let at = Temporal.Instant.from('2026-02-28T11:00:00Z');
  const clock = {
    now: () => at,
    today: (timeZone: string) => at.toZonedDateTimeISO(timeZone).toPlainDate(),
    set: () => {},
  };
  const tools: TestTools = { ...toolsFor(fresh, { installation: { smtpUrl } }), clock };
  return { tools, go: (to: Temporal.Instant) => (at = to) };
}

export type Simulated = {
  readonly company: TestTools & CompanyTools;
  /** By its number: the due day of its only item. */
  readonly dueOn: ReadonlyMap<string, Temporal.PlainDate>;
};

/** A company whose reminders go out by themselves at half past two, every day; its debtors are due a day after each other. */
export async function addSimulated(
  tools: TestTools,
  given: {
    readonly debtors: number;
    readonly channel: Channel;
    readonly steps?: (step: Step) => Partial<Step>;
  },
): Promise<Simulated> {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  await inCompany(company, async (trx) => {
    const [version] = await trx.selectFrom('dunningPolicyVersion').select(['policyId', 'body']).execute();
    if (!version) throw new Error('no policy');
    const steps = version.body.steps.map((step) => ({
      ...step,
      channels: [given.channel],
      mode: 'automatic',
      ...given.steps?.(step),
    }));
    const body = {
      ...version.body,
      steps,
      contactIntervalDays: 0,
      calendar: { holidays: null, quietWeekdays: [] },
    };
    await sql`update dunning_policy_version set body = ${JSON.stringify(body)}::jsonb`.execute(trx);
  });
  const dueOn = new Map<string, Temporal.PlainDate>();
  for (let nth = 0; nth < given.debtors; nth += 1) {
    const debtor = await addDebtor(company);
    const due = Temporal.PlainDate.from('2026-02-20').add({ days: nth % 20 });
    await addDocument(company, debtor, { items: [{ dueOn: due.toString(), open: '120.00' }] });
    dueOn.set(debtor.number, due);
  }
  await setSchedule(company, {
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    localTime: '02:30',
    skipsHolidays: false,
    forewarnHours: 0,
  });
  return { company, dueOn };
}

/** One minute of a server that runs: the clock looks, perhaps twice at once, and the queue is worked off, perhaps later. */
export async function tick(
  { company }: Simulated,
  { twice = false, works = true }: { twice?: boolean; works?: boolean } = {},
): Promise<void> {
  await Promise.all(twice ? [lookAt(company), lookAt(company)] : [lookAt(company)]);
  if (works) await runJobs(company, dunningRunWorkers);
}

/** What left, as 'number day level', in order. */
export function listLeft({ company }: Simulated): Promise<string[]> {
  return inCompany(company, async (trx) => {
    const { rows } = await sql<{ number: string; issuedOn: Temporal.PlainDate; level: number }>`
      select d.number, n.issued_on, n.level from notice n join debtor d on d.id = n.debtor_id
      where n.undone_at is null`.execute(trx);
    return rows.map(({ number, issuedOn, level }) => `${number} ${issuedOn} ${level}`).sort();
  });
}

/** The same by hand: ten days after it is due; and the next level five days after each deadline of fourteen. */
export function expectedBy({ dueOn }: Simulated, last: Temporal.PlainDate): string[] {
  const days = [10, 10 + 14 + 5, 10 + 2 * (14 + 5)];
  return [...dueOn]
    .flatMap(([number, due]) =>
      days.map((after, index) => ({ number, on: due.add({ days: after }), level: index + 1 })),
    )
    .filter(({ on }) => Temporal.PlainDate.compare(on, last) <= 0)
    .map(({ number, on, level }) => `${number} ${on} ${level}`)
    .sort();
}

/** Moments of the wall clock of a day, each minute between two hours; an hour that the clock skips is not there. */
export function* minutesOf(day: Temporal.PlainDate, from: string, to: string): Generator<Temporal.Instant> {
  const start = day.toZonedDateTime({ timeZone: ZONE, plainTime: from }).toInstant();
  const end = day.toZonedDateTime({ timeZone: ZONE, plainTime: to }).toInstant();
  for (let at = start; Temporal.Instant.compare(at, end) <= 0; at = at.add({ minutes: 1 })) yield at;
}
