import { sql } from 'kysely';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { DebtorPlan, LeftOut } from '#core/dunning/plan-debtor.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';
import type { Bulk, CopyRow } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

const PROPOSAL_COLUMNS = [
  ...['company_id', 'run_id', 'id', 'position', 'debtor_id', 'key', 'policy_id', 'policy_version'],
  ...['step_kind', 'level', 'currency', 'channel', 'language', 'open_minor', 'interest_minor', 'fee_minor'],
  ...['total_minor', 'deadline_on', 'oldest_due_on', 'mode', 'computed_channel', 'step_index'],
  ...['channels', 'computed_channels', 'item_ids', 'item_levels', 'item_times', 'item_opens', 'warnings'],
];
const LEFT_OUT_COLUMNS = [
  ...['company_id', 'run_id', 'debtor_id', 'because', 'until_on', 'facts'],
  ...['item_ids', 'item_untils'],
];
/** Rows written at once: emptying the tables between two portions costs as much as writing a thousand rows. */
const PORTION = 20_000;

/**
 * Writes what the core decided, portion by portion, while the next one is being decided: COPY into tables of the
 * transaction's own, for COPY knows no row security, and from there into the real ones.
 */
export class PlanWriter {
  readonly #trx: Trx;
  readonly #bulk: Bulk;
  readonly #run: { companyId: string; id: string };
  readonly #days = new Map<EpochDay, string>();
  #proposals: CopyRow[] = [];
  #leftOuts: CopyRow[] = [];
  #position = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(trx: Trx, bulk: Bulk, run: { companyId: string; id: string }) {
    this.#trx = trx;
    this.#bulk = bulk;
    this.#run = run;
  }

  static async open(trx: Trx, bulk: Bulk, run: { companyId: string; id: string }): Promise<PlanWriter> {
    await sql`create temp table planned_proposal (like proposal including defaults) on commit drop`.execute(
      trx,
    );
    await sql`create temp table planned_left_out (like run_left_out) on commit drop`.execute(trx);
    return new PlanWriter(trx, bulk, run);
  }

  async add({ notices, leftOut }: DebtorPlan): Promise<void> {
    for (const notice of notices) this.#proposals.push(this.#proposalRow(notice));
    for (const one of leftOut) this.#leftOuts.push(this.#leftOutRow(one));
    if (this.#proposals.length + this.#leftOuts.length >= PORTION) await this.#flush();
  }

  /** Waits for all of it to be written. @returns how many notices are proposed */
  async close(): Promise<number> {
    await this.#flush();
    await this.#writing;
    return this.#position;
  }

  /** One portion is written at a time: the one before is waited for, this one is not. */
  async #flush(): Promise<void> {
    await this.#writing;
    this.#writing = this.#write(this.#proposals, this.#leftOuts);
    // Told by the next flush or by close: until then nobody waits for it.
    this.#writing.catch(() => {});
    this.#proposals = [];
    this.#leftOuts = [];
  }

  async #write(proposals: readonly CopyRow[], leftOuts: readonly CopyRow[]): Promise<void> {
    await this.#bulk.copy('planned_proposal', PROPOSAL_COLUMNS, proposals);
    await this.#bulk.copy('planned_left_out', LEFT_OUT_COLUMNS, leftOuts);
    const [columns, leftOut] = [PROPOSAL_COLUMNS, LEFT_OUT_COLUMNS].map((list) => sql.raw(list.join(', ')));
    await sql`insert into proposal (${columns}) select ${columns} from planned_proposal`.execute(this.#trx);
    await sql`insert into run_left_out (${leftOut}) select ${leftOut} from planned_left_out`.execute(
      this.#trx,
    );
    await sql`truncate planned_proposal, planned_left_out`.execute(this.#trx);
  }

  #proposalRow(notice: PlannedNotice): CopyRow {
    this.#position += 1;
    const { policy, debtorId, lines } = notice;
    const identity = [this.#run.companyId, this.#run.id, newId(), this.#position, debtorId, notice.key];
    const step = [policy.id, policy.version, notice.stepKind, notice.level, notice.currency, notice.channel];
    const amounts = [notice.open, notice.interest, notice.fee, notice.total];
    const days = [this.#day(notice.deadlineOn), this.#day(notice.oldestDueOn)];
    const channels = notice.channels.length > 1 ? arrayText(notice.channels, (channel) => channel) : '{}';
    return [
      ...identity,
      ...step,
      notice.language,
      ...amounts,
      ...days,
      notice.mode,
      notice.channel,
      notice.stepIndex,
      channels,
      channels,
      arrayText(lines, (line) => line.item.id),
      arrayText(lines, (line) => (line.level === null ? 'null' : String(line.level))),
      arrayText(lines, (line) => String(line.times)),
      arrayText(lines, (line) => String(line.open)),
      notice.warnings.length === 0 ? '[]' : JSON.stringify(notice.warnings),
    ];
  }

  #leftOutRow({ debtorId, because, facts, until, items }: LeftOut): CopyRow {
    return [
      this.#run.companyId,
      this.#run.id,
      debtorId,
      because,
      until === null ? null : this.#day(until),
      JSON.stringify(facts),
      arrayText(items, ({ item }) => item.id),
      arrayText(items, (one) => (one.until === null ? 'null' : this.#day(one.until))),
    ];
  }

  /** A run knows few days, and many rows name them. */
  #day(day: EpochDay): string {
    let text = this.#days.get(day);
    if (text === undefined) {
      text = isoDay(day);
      this.#days.set(day, text);
    }
    return text;
  }
}

/** '{a,b}' of ids, numbers and days, which never need quotes. */
function arrayText<T>(list: readonly T[], write: (one: T) => string): string {
  let text = '{';
  for (let index = 0; index < list.length; index += 1) {
    const one = list[index] as T;
    text += index === 0 ? write(one) : `,${write(one)}`;
  }
  return `${text}}`;
}
