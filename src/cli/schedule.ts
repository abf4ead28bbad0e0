import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AutomaticRunView, AutomaticView } from '#contract/automatic-runs.ts';
import { DEFAULT_SCHEDULE } from '#core/schedule/check-schedule.ts';
import { setSchedule, switchOff } from '#server/automatic-runs/change-schedule.ts';
import { showAutomatic } from '#server/automatic-runs/show-automatic.ts';
import type { Context } from './program.ts';

type Given = { company: string; json?: boolean };
type SetGiven = Given & { days?: number[]; at?: string; forewarn?: number; holidays?: 'skip' | 'send' };

/** `rappel schedule …`: when reminders go out by themselves. */
export function scheduleCommands(program: Command, context: Context): void {
  const schedule = program.command('schedule').description('say when reminders go out by themselves');
  addShow(schedule, context);
  addSet(schedule, context);
  addOff(schedule, context);
}

function addShow(schedule: Command, context: Context): void {
  schedule
    .command('show')
    .description('show the schedule, the next days, and what became of the last one')
    .requiredOption('--company <key>', 'the company')
    .option('--json', 'print it as JSON')
    .addHelpText('before', 'Example:\n  $ rappel schedule show --company lambert\n')
    .action(async ({ company, json }: Given) => {
      tell(context, await context.inside(company, showAutomatic), json);
    });
}

function addSet(schedule: Command, context: Context): void {
  schedule
    .command('set')
    .description(
      'switch the automatic mode on, or change when reminders go out; what is left out stays as it is',
    )
    .requiredOption('--company <key>', 'the company')
    .option('--days <days>', 'weekdays, like mon,tue,wed (at first: monday to friday)', readDays)
    .option('--at <time>', 'from what hour, by the company’s clock, like 09:00 (at first: 09:00)')
    .option(
      '--forewarn <hours>',
      'tell owners and clerks so many hours before; 0: nobody (at first: 24)',
      readHours,
    )
    .addOption(
      new Option('--holidays <how>', 'skip public holidays, or send on them (at first: skip)').choices([
        'skip',
        'send',
      ]),
    )
    .option('--json', 'print the schedule as JSON')
    .addHelpText(
      'before',
      'Example:\n  $ rappel schedule set --company lambert --days mon,wed,fri --at 09:30 --forewarn 24\n',
    )
    .action(async ({ company, json, ...given }: SetGiven) => {
      const view = await context.inside(company, async (tools) => {
        const before = (await showAutomatic(tools)).schedule ?? DEFAULT_SCHEDULE;
        await setSchedule(tools, {
          weekdays: given.days ?? before.weekdays,
          localTime: given.at ?? before.localTime,
          skipsHolidays: given.holidays ? given.holidays === 'skip' : before.skipsHolidays,
          forewarnHours: given.forewarn ?? before.forewarnHours,
        });
        return showAutomatic(tools);
      });
      tell(context, view, json);
    });
}

function addOff(schedule: Command, context: Context): void {
  schedule
    .command('off')
    .description('switch the automatic mode off: nothing goes out without a person')
    .requiredOption('--company <key>', 'the company')
    .option('--json', 'print the schedule as JSON')
    .addHelpText('before', 'Example:\n  $ rappel schedule off --company lambert\n')
    .action(async ({ company, json }: Given) => {
      const view = await context.inside(company, async (tools) => {
        await switchOff(tools);
        return showAutomatic(tools);
      });
      tell(context, view, json);
    });
}

function tell({ out }: Context, view: AutomaticView, json: boolean | undefined): void {
  out(json ? JSON.stringify(view) : textOf(view));
}

/** For people: when it is next, what the last day did, and what is wrong. */
function textOf({ schedule, next, coming, last, alarm, timeZone, automaticSteps }: AutomaticView): string {
  if (!schedule?.isActive) return 'The automatic mode is off.';
  const days = schedule.weekdays.map((day) => WEEKDAYS[day - 1]).join(', ');
  const holidays = schedule.skipsHolidays ? 'not on public holidays' : 'public holidays too';
  const told =
    schedule.forewarnHours === 0 ? 'nobody is told' : `people are told ${schedule.forewarnHours} h before`;
  return [
    `On ${days} from ${schedule.localTime} (${timeZone}), ${holidays}, ${told}.`,
    `Next: ${next.map(({ on }) => on).join(', ') || 'none'}.`,
    ...(coming?.missedSince ? [`${coming.on} makes good what was missed since ${coming.missedSince}.`] : []),
    last ? lineOf(last) : 'Nothing has gone out by itself yet.',
    ...(automaticSteps === 0
      ? ['No step of any policy is marked automatic: everything waits for a person.']
      : []),
    ...(alarm
      ? [`Wrong: ${alarm.code}${alarm.since ? ` since ${alarm.since}` : ''}${whyOf(alarm.answer)}.`]
      : []),
  ].join('\n');
}

function lineOf({ on, state, sent, skipped, failed, waiting }: AutomaticRunView): string {
  return `Last: ${on}, ${state}: ${sent} sent, ${waiting} waiting, ${skipped} skipped, ${failed} failed.`;
}

function whyOf(answer: AutomaticRunView['answer']): string {
  if (!answer) return '';
  return ` (${answer.kind === 'refusal' ? answer.code : answer.words})`;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function readDays(text: string): number[] {
  const days = text.split(',').map((word) => WEEKDAYS.indexOf(word.trim().toLowerCase().slice(0, 3)) + 1);
  if (days.includes(0)) throw new InvalidArgumentError('Write weekdays like mon,tue,wed.');
  return days;
}

function readHours(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number of hours, 0 for none.');
}
