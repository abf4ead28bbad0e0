import { pino } from 'pino';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { tryRun } from '#server/dunning-runs/plan-run.ts';
import { openDb, openPool } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

// node print-plan.ts <database url> <company id> <day>: what would be sent that day, as JSON, from wherever this runs.
const [url = '', companyId = '', day = ''] = process.argv.slice(2);
const pool = openPool({ connectionString: url });
const today = Temporal.PlainDate.from(day);
const tools: Pick<CompanyTools, 'db' | 'clock' | 'companyId' | 'actor' | 'log'> = {
  ...{ db: openDb(pool), companyId, actor: null, log: pino({ level: 'silent' }) },
  clock: { today: () => today, now: () => Temporal.Instant.from(`${day}T09:30:00Z`) },
};
const plan = await tryRun(tools as CompanyTools, { plannedFor: today, options: RunOptions.parse({}) });
process.stdout.write(JSON.stringify({ ...plan, run: '' }));
await pool.end();
