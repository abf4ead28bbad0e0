import type { WhatIfResult } from '#contract/what-ifs.ts';
import { epochDayOf, isoDay } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorHistory } from '#core/dunning/debtor-history.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { replayHistory, type Span } from '#core/dunning/what-if.ts';
import { type CountedLetter, LetterCounter } from '#core/dunning/what-if-tally.ts';
import { findCompany } from '#server/companies/queries.ts';
import { debtorQuery } from '#server/dunning-runs/fact-queries.ts';
import { debtorFrom } from '#server/dunning-runs/read-facts.ts';
import { findRunTerms } from '#server/dunning-runs/run-terms.ts';
import type { HistoryTerms } from '#server/explanations/history-terms.ts';
import { readHistories } from '#server/explanations/read-history.ts';
import { findRunDays } from '#server/explanations/run-days.ts';
import { inCompanyBulk } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { ClashCounter } from './count-clashes.ts';
import { lettersOf } from './letters-of.ts';
import { MostContacted } from './most-contacted.ts';
import { listSentLetters } from './sent-letters.ts';
import type { WhatIfQuestion } from './start-what-if.ts';
import { tallyView } from './tally-view.ts';

/** Debtors at a time: memory holds their past, and never that of all. */
const PORTION = 500;

type Progress = (done: number, total: number) => Promise<void>;

/**
 * Replays a policy over days that have passed, beside the policies in force and what really went. Reads portion after
 * portion and writes nothing.
 */
export function tryPolicy(
  tools: CompanyTools,
  question: WhatIfQuestion,
  progress?: Progress,
): Promise<WhatIfResult> {
  return inCompanyBulk(tools, async (trx, bulk) => {
    const trial = await prepare(trx, tools, question);
    const { total } = await trx
      .selectFrom('debtor')
      .select((eb) => eb.fn.countAll<bigint>().as('total'))
      .executeTakeFirstOrThrow();
    const counted = counters(trial);
    let done = 0;
    for await (const rows of bulk.read(debtorQuery(tools.companyId, {}), PORTION)) {
      const debtors = rows.map((row) => debtorFrom(row, [], { holds: new Map(), waiting: new Map() }));
      const histories = await readHistories(trx, debtors, trial.past);
      const sent = await listSentLetters(
        trx,
        trial,
        debtors.map(({ id }) => id),
      );
      for (const history of histories) counted.add(history, sent.get(history.debtor.id) ?? []);
      done += rows.length;
      await progress?.(done, Number(total));
    }
    return counted.result(trx);
  });
}

export type Trial = {
  readonly question: WhatIfQuestion;
  readonly companyId: string;
  readonly tried: RunTerms;
  readonly inForce: RunTerms;
  readonly span: Span;
  readonly past: HistoryTerms;
  readonly country: string;
};

async function prepare(
  trx: Trx,
  { companyId, clock }: CompanyTools,
  question: WhatIfQuestion,
): Promise<Trial> {
  const { timeZone, country, currency } = await findCompany(trx, companyId);
  const today = clock.today(timeZone);
  const options = { minimumBalance: null, extraGraceDays: 0, level: null };
  // What the bank has not told by now says nothing about days that have passed.
  const inForce = { ...(await findRunTerms(trx, companyId, today, options)), bankData: null };
  const { policyId: id, policyVersion: version, body, scope } = question;
  const tried = compilePolicy({ id, version, body }, inForce.on, currency);
  const ids = scope === 'company' ? [...inForce.policies.keys(), id] : [id];
  const policies = new Map([...inForce.policies, ...ids.map((one) => [one, tried] as const)]);
  const defaultPolicyId = scope === 'company' ? id : inForce.defaultPolicyId;
  const [from, until] = [epochDayOf(question.fromOn), epochDayOf(question.untilOn)];
  const runDays = await findRunDays(trx, { companyId, country, year: today.year });
  const { firstImportOn } = inForce;
  return {
    question,
    companyId,
    inForce,
    tried: { ...inForce, policies, defaultPolicyId },
    span: { from, until, runDays },
    past: { companyId, from, today: inForce.on, timeZone, firstImportOn },
    country,
  };
}

function counters(trial: Trial) {
  const [tried, inForce, sent] = [new LetterCounter(), new LetterCounter(), new LetterCounter()];
  const clashes = new ClashCounter(trial);
  const most = new MostContacted();
  let [debtors, items] = [0, 0];
  return {
    add(history: DebtorHistory, went: readonly CountedLetter[]): void {
      const triedLetters = lettersOf(replayHistory(history, trial.tried, trial.span), trial.question);
      const usualLetters = lettersOf(replayHistory(history, trial.inForce, trial.span), trial.question);
      if (history.items.length === 0 && went.length === 0) return;
      debtors += 1;
      items += history.items.length;
      clashes.add(history.debtor.kind, triedLetters);
      inForce.add(usualLetters);
      most.add(history.debtor.id, { tried: tried.add(triedLetters), sent: sent.add(went) });
    },
    async result(trx: Trx): Promise<WhatIfResult> {
      const { firstImportOn } = trial.past;
      return {
        knownFrom: firstImportOn === null ? null : isoDay(firstImportOn),
        debtors,
        items,
        tried: tallyView(tried.tally()),
        inForce: tallyView(inForce.tally()),
        sent: tallyView(sent.tally()),
        clashes: clashes.list(),
        mostContacted: await most.list(trx),
      };
    },
  };
}
