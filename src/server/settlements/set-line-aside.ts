import { dayFrom } from '#core/calendar/days.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { refuseDecided, wasMade } from './decide-line.ts';
import { addAside, awaitImports, type LockedLine, listStanding, lockLines, markLines } from './queries.ts';
import { moneyText } from './write-settlements.ts';

type Asked = {
  readonly line: string;
  readonly settlement?: string | undefined;
  readonly note: string | null;
};

/** Says that a line is no customer's payment: it leaves the desk. */
export function ignoreLine(tools: CompanyTools, input: Asked): Promise<string> {
  const id = input.settlement ?? newId();
  return inCompany(tools, async (trx) => {
    if (await wasMade(trx, tools, id, input.line)) return id;
    const line = await lockOpenLine(trx, tools, input.line);
    if (await wasMade(trx, tools, id, input.line)) return id;
    await ignoreLines(trx, tools, [{ id, line, note: input.note, ruleId: null }]);
    return id;
  });
}

export type Ignored = {
  readonly id: string;
  readonly line: LockedLine;
  readonly note: string | null;
  /** The rule of one's own that said so. */
  readonly ruleId: string | null;
};

export async function ignoreLines(trx: Trx, tools: CompanyTools, ignored: readonly Ignored[]): Promise<void> {
  if (ignored.length === 0) return;
  const { companyId, actor, clock } = tools;
  await addAside(
    trx,
    tools,
    ignored.map((one) => ({ ...one, kind: 'ignored', untilOn: null })),
  );
  await markLines(
    trx,
    companyId,
    ignored.map(({ line }) => ({ id: line.id, remainingMinor: line.remainingMinor, state: 'ignored' })),
  );
  const entries = ignored.map(({ line, note }) => ({
    kind: 'bank_line_ignored' as const,
    facts: factsOf(line, note),
    at: clock.now(),
    actor,
  }));
  await addTimelineEntries(trx, companyId, entries);
}

function factsOf(line: LockedLine, note: string | null) {
  return {
    payer: line.counterparty ?? line.iban ?? '',
    amount: moneyText(line.amountMinor, line.currency),
    on: line.bookedOn.toString(),
    note: note ?? '',
  };
}

/** Puts a line off until a day. What was put off before waits for the new day instead. */
export function putLineOff(tools: CompanyTools, input: Asked & { until: string }): Promise<string> {
  const id = input.settlement ?? newId();
  return inCompany(tools, async (trx) => {
    if (await wasMade(trx, tools, id, input.line)) return id;
    const { today } = await findCompanyDay(trx, tools);
    const untilOn = dayFrom(input.until);
    if (Temporal.PlainDate.compare(untilOn, today) <= 0) {
      refuse('later_not_after_today', { until: input.until, today: today.toString() });
    }
    const line = await lockOpenLine(trx, tools, input.line);
    if (await wasMade(trx, tools, id, input.line)) return id;
    await addAside(trx, tools, [{ id, line, kind: 'later', note: input.note, untilOn, ruleId: null }]);
    const facts = { ...factsOf(line, input.note), until: untilOn.toString() };
    const entry = { kind: 'bank_line_put_off' as const, facts, at: tools.clock.now(), actor: tools.actor };
    await addTimelineEntries(trx, tools.companyId, [entry]);
    return id;
  });
}

/** @throws Refusal bank_line_unknown, bank_line_decided, bank_line_pending */
async function lockOpenLine(trx: Trx, tools: CompanyTools, id: string): Promise<LockedLine> {
  // A file that is being taken back is waited for: what is decided meanwhile would go with it.
  await awaitImports(trx, tools.companyId);
  const line = (await lockLines(trx, tools.companyId, [id])).get(id);
  if (!line || NO_MONEY.has(line.state)) return refuse('bank_line_unknown', { line: id });
  if (line.state === 'pending') return refuse('bank_line_pending', {});
  if (line.state === 'open' || line.state === 'partly') return line;
  const standing = await listStanding(trx, tools.companyId, [id]);
  const decided = standing.find(({ kind }) => kind !== 'later');
  return decided ? refuseDecided(trx, tools, decided) : refuse('bank_line_unknown', { line: id });
}

const NO_MONEY: ReadonlySet<string> = new Set(['batch', 'replaced', 'lapsed']);
