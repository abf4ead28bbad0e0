import { type Command, InvalidArgumentError } from 'commander';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { dayFrom } from '#core/calendar/days.ts';
import { currencyFrom } from '#core/money/currencies.ts';
import { refuse } from '#core/refusal.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { cancelRun } from '#server/dunning-runs/cancel-run.ts';
import { describePlan, type PlanDescription } from '#server/dunning-runs/describe-plan.ts';
import { type PlanInput, planRun, tryRun } from '#server/dunning-runs/plan-run.ts';
import { findRun, markReleased } from '#server/dunning-runs/queries.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { undoRun, undoRunAndCorrect } from '#server/dunning-runs/undo-run.ts';
import { dispatchOnce } from '#server/notices/dispatcher.ts';
import { countOutcome } from '#server/notices/outcome-queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findNamed } from './find-run.ts';
import { type Context, EXIT } from './program.ts';
import { addRunList } from './run-list.ts';
import { addRecompute } from './run-recompute.ts';
import { addRunReport } from './run-report.ts';

type Given = {
  company?: string;
  json?: boolean;
  dryRun?: boolean;
  correct?: boolean;
  bankDataReason?: string;
};
type PlanGiven = Given & {
  company: string;
  on?: Temporal.PlainDate;
  debtor?: string;
  debtorFrom?: string;
  debtorTo?: string;
  group?: string;
  currency?: string;
  documentsBefore?: Temporal.PlainDate;
  minimumBalance?: string;
  graceDays?: number;
  level?: number;
};

/** `rappel run …`: propose reminders, look at them, approve, send, take back. */
export function runCommands(program: Command, context: Context): void {
  const run = program.command('run').description('propose reminders, look at them, approve, send, undo');
  addPlan(run, context);
  addShow(run, context);
  addRecompute(run, context);
  addRunList(run, context);
  addRunReport(run, context);
  addApprove(run, context);
  addSend(run, context);
  addEnding(
    run,
    context,
    'undo',
    'take back every notice of a sent run: levels go back, what has not left is recalled',
  );
  addEnding(run, context, 'cancel', 'give up a run that was not sent');
}

function addPlan(run: Command, context: Context): void {
  run
    .command('plan')
    .description('compute which reminders are due on a day, and why the rest is not')
    .requiredOption('--company <key>', 'the company')
    .option('--on <day>', 'the day of the run, like 2026-03-31 (default: today)', dayFrom)
    .option('--debtor <number>', 'one debtor only')
    .option('--debtor-from <number>', 'from this debtor number on')
    .option('--debtor-to <number>', 'up to this debtor number')
    .option('--group <name>', 'one group of debtors')
    .option('--currency <code>', 'one currency, like EUR', currencyFrom)
    .option('--documents-before <day>', 'only documents dated before this day', dayFrom)
    .option('--minimum-balance <amount>', 'leave out debtors who owe less, like 25.00', readAmount)
    .option('--grace-days <count>', 'so many days later than the policy says', readCount)
    .option('--level <level>', 'force one level, 1 to 9 (default: each item’s next)', readLevel)
    .option('--dry-run', 'show what it would propose, and keep nothing')
    .option('--json', 'print the plan as JSON')
    .addHelpText('before', 'Example:\n  $ rappel run plan --company lambert --on 2026-03-31\n')
    .action(async ({ company, json, dryRun, ...given }: PlanGiven) => {
      const plan = await context.inside(company, async (tools) => {
        const input = await planInput(tools, given);
        if (dryRun) return tryRun(tools, input);
        return describe(tools, await planRun(tools, input));
      });
      context.out(json ? JSON.stringify(plan) : tableOf(plan));
      if (!json && !dryRun) context.say(`Next: rappel run approve ${plan.run}`);
    });
}

function addShow(run: Command, context: Context): void {
  run
    .command('show <run>')
    .description('show a run as it stands')
    .option('--company <key>', 'the company, where runs are named by their number')
    .option('--json', 'print it as JSON')
    .addHelpText('before', 'Example:\n  $ rappel run show 12 --company lambert\n')
    .action(async (name: string, { company, json }: Given) => {
      const { state, plan } = await context.withRappel(async (rappel) => {
        const { tools, found } = await findNamed(rappel, name, company);
        return { state: found.state, plan: await describe(tools, found.id) };
      });
      context.out(json ? JSON.stringify({ ...plan, state }) : tableOf(plan));
    });
}

function addApprove(run: Command, context: Context): void {
  run
    .command('approve <run>')
    .description('approve a run as it stands; nothing leaves before it is sent')
    .option('--company <key>', 'the company, where runs are named by their number')
    .option('--bank-data-reason <reason>', 'why it may leave although the bank data are old; it is kept')
    .option('--json', 'print what was done as JSON')
    .addHelpText('before', 'Example:\n  $ rappel run approve 12 --company lambert\n')
    .action(async (name: string, { company, json, bankDataReason }: Given) => {
      const done = await context.withRappel(async (rappel) => {
        const { tools, found } = await findNamed(rappel, name, company);
        await approveRun(tools, { run: found.id, send: false, bankDataReason });
        const { state, notices } = await standingOf(tools, found.id);
        return { run: found.id, state, notices };
      });
      context.out(json ? JSON.stringify(done) : `Run ${name} is ${done.state}: ${done.notices} notices.`);
      if (!json) context.say(`Next: rappel run send ${name}`);
    });
}

function addSend(run: Command, context: Context): void {
  run
    .command('send <run>')
    .description('send an approved run: mails leave, letters go into its print batch')
    .option('--company <key>', 'the company, where runs are named by their number')
    .option('--dry-run', 'say what would leave, and send nothing')
    .option('--json', 'print what became of the notices as JSON')
    .addHelpText('before', 'Example:\n  $ rappel run send 12 --company lambert\n')
    .action(async (name: string, { company, json, dryRun }: Given) => {
      const done = await context.withRappel(async (rappel) => {
        const { tools, found } = await findNamed(rappel, name, company);
        if (!dryRun) await sendNow(tools, found.id);
        return { run: found.id, ...(await standingOf(tools, found.id)) };
      });
      const { state, notices, sent, refused, withdrawn, waiting, unknown } = done;
      const counts = `${sent} of ${notices} sent, ${refused} refused, ${withdrawn} withdrawn, ${waiting} waiting`;
      const text = `Run ${name} is ${state}: ${counts}, ${unknown} not certain.`;
      context.out(json ? JSON.stringify(done) : text);
      if (unknown > 0) context.exitWith(EXIT.notCertain);
    });
}

function addEnding(run: Command, context: Context, verb: 'undo' | 'cancel', description: string): void {
  const command = run
    .command(`${verb} <run>`)
    .description(description)
    .option('--company <key>', 'the company, where runs are named by their number')
    .option('--json', 'print what was done as JSON')
    .addHelpText('before', `Example:\n  $ rappel run ${verb} 12 --company lambert\n`)
    .action(async (name: string, { company, json, correct = false }: Given) => {
      const done = await context.withRappel(async (rappel) => {
        const { tools, found } = await findNamed(rappel, name, company);
        const corrections = correct ? await undoRunAndCorrect(tools, found.id) : 0;
        if (verb === 'cancel') await cancelRun(tools, { run: found.id });
        else if (!correct) await undoRun(tools, found.id);
        if (corrections > 0) await dispatchOnce(tools);
        const { state, notices } = await standingOf(tools, found.id);
        return { run: found.id, state, notices, ...(correct ? { corrections } : {}) };
      });
      const told = correct ? ` Corrections: ${done.corrections ?? 0}.` : '';
      context.out(json ? JSON.stringify(done) : `Run ${name} is ${done.state}.${told}`);
    });
  if (verb === 'undo')
    command.option('--correct', 'tell those it reached, by the same channels, that it was taken back');
}

async function planInput(tools: CompanyTools, given: Omit<PlanGiven, keyof Given>): Promise<PlanInput> {
  const { on, graceDays, documentsBefore, level, ...narrow } = given;
  const { timeZone } = await tools.db
    .selectFrom('company')
    .select('timeZone')
    .where('id', '=', tools.companyId)
    .executeTakeFirstOrThrow();
  const options = RunOptions.parse({
    ...narrow,
    documentsBefore: documentsBefore?.toString() ?? null,
    extraGraceDays: graceDays ?? 0,
    level: level ?? null,
  });
  return { plannedFor: on ?? tools.clock.today(timeZone), options };
}

/** Issues what is approved and sends the mails there and then, a running server or not. */
async function sendNow(tools: CompanyTools, runId: string): Promise<void> {
  await sendRun(tools, { runId });
  await inCompany(tools, (trx) => markReleased(trx, tools.companyId, runId, tools.clock.now()));
  await dispatchOnce(tools);
}

function describe(tools: CompanyTools, runId: string): Promise<PlanDescription> {
  return inCompany(tools, async (trx) => {
    const found = await findRun(trx, tools.companyId, runId);
    return describePlan(trx, tools.companyId, found ?? refuse('run_unknown', { run: runId }));
  });
}

async function standingOf(tools: CompanyTools, runId: string) {
  return inCompany(tools, async (trx) => {
    const run = (await findRun(trx, tools.companyId, runId)) ?? refuse('run_unknown', { run: runId });
    const {
      approved,
      leavesAt: _,
      putOff: __,
      putOffAnswer: ___,
      ...outcome
    } = await countOutcome(trx, tools.companyId, runId);
    return { state: run.state, notices: approved, ...outcome };
  });
}

/** For people: one notice a line, then what was left out, counted by reason. */
function tableOf({ on, notices, leftOut }: PlanDescription): string {
  const rows = notices.map(({ debtor, level, items, total, currency, channel }) =>
    [
      debtor.padEnd(14),
      (level === null ? 'courtesy' : `level ${level}`).padEnd(9),
      `${items.length} items`.padStart(10),
      `${total} ${currency}`.padStart(18),
      channel,
    ].join('  '),
  );
  const reasons = new Map<string, number>();
  for (const { because } of leftOut) reasons.set(because, (reasons.get(because) ?? 0) + 1);
  const left = [...reasons].map(([because, count]) => `  ${because}: ${count}`);
  return [`${notices.length} notices on ${on}`, ...rows, `${leftOut.length} items left out`, ...left].join(
    '\n',
  );
}

function readAmount(text: string): string {
  if (/^\d{1,15}(\.\d{1,3})?$/.test(text)) return text;
  throw new InvalidArgumentError('Write an amount like 25.00.');
}

function readCount(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 365) return Number(text);
  throw new InvalidArgumentError('Write a number of days from 0 to 365.');
}

function readLevel(text: string): number {
  if (/^[1-9]$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a level from 1 to 9.');
}
