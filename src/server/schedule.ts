import { lookWhatIsDueJob } from '#server/automatic-runs/jobs.ts';
import { backUpByNightJob } from '#server/backups/jobs.ts';
import { lookIntoInboxJob } from '#server/bank-statements/jobs.ts';
import { dropSmallClaimsJob } from '#server/claims/jobs.ts';
import { lookAtProbesJob } from '#server/mail-transports/jobs.ts';
import { lookForTracesJob } from '#server/notices/jobs.ts';
import type { Recurring } from '#server/platform/queue.ts';
import { lookAtPromisesJob } from '#server/promises/jobs.ts';
import { checkCountersJob } from '#server/run-outcomes/jobs.ts';
import { auditNightlyJob } from '#server/self-audit/jobs.ts';
import { watchMailJob } from '#server/silence/jobs.ts';
import { mailHeadsJob } from '#server/timeline/jobs.ts';
import { sweepSignIns } from '#server/users/jobs.ts';

/** Every recurring job and its hour, in UTC. What is not on this page does not happen by itself. */
export const schedule: readonly Recurring[] = [
  // The watched folder of bank files; nothing, where none is watched.
  { job: lookIntoInboxJob, cron: '* * * * *' },
  // Reminders that go out by themselves: due days, forewarnings, and runs that were left in the middle.
  { job: lookWhatIsDueJob, cron: '* * * * *' },
  // Whether the counters of each run that moves add up, and say what really became of its notices.
  { job: checkCountersJob, cron: '* * * * *' },
  // Mails whose answer was lost, where their way of sending can be asked.
  { job: lookForTracesJob, cron: '* * * * *' },
  // Folders of sent mail that are being tried.
  { job: lookAtProbesJob, cron: '* * * * *' },
  // Whether the mail servers still let us in, where reminders are to leave.
  { job: watchMailJob, cron: '*/5 * * * *' },
  // What is still claimed for paid debts, below the amount a company set.
  { job: dropSmallClaimsJob, cron: '41 3 * * *' },
  // Promises that a new day has broken: at every hour it is a new day somewhere.
  { job: lookAtPromisesJob, cron: '7 * * * *' },
  // A copy of everything, restored to see that it is good; old ones go.
  { job: backUpByNightJob, cron: '30 2 * * *' },
  // Whether the books of every company hold together: what would leave in the morning waits for it.
  { job: auditNightlyJob, cron: '23 2 * * *' },
  // How far each timeline has come, to the address that was chosen: once a day, in the morning of each company.
  { job: mailHeadsJob, cron: '13 * * * *' },
  // Expired sessions, links and counted attempts.
  { job: sweepSignIns, cron: '17 3 * * *' },
];
