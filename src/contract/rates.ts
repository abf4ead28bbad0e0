import { z } from 'zod';
import { RATE_STATUSES } from '#core/interest/rates/rate-series.ts';
import { ProblemView } from './problem-view.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const Day = z.iso.date();

/** The change by which a company gave a rate. */
const GivenBy = z.object({
  change: z.uuid(),
  number: z.number().int(),
  by: z.string().nullable(),
  at: z.string(),
  file: z.string().nullable(),
  reason: z.string().nullable(),
});

const RateView = z.object({
  from: Day,
  /** Null: until another is known. */
  until: Day.nullable(),
  /** A yearly percentage, '8.50'. Null: it is known to exist and was not found; nothing is computed for its days. */
  percent: z.string().nullable(),
  status: z.enum(RATE_STATUSES),
  /** Addresses, or what the person who gave it wrote. */
  sources: z.array(z.string()),
  remark: z.string().nullable(),
  /** Who gave it, where the company did. */
  given: GivenBy.nullable(),
  /** What the tables of Rappel say for its first day, where a given rate stands in its place. */
  builtIn: z.object({ percent: z.string(), status: z.enum(RATE_STATUSES) }).nullable(),
});

export const SeriesView = z.object({
  id: z.string(),
  title: z.string(),
  /** Whose law uses it, by ISO 3166; 'EU' for the reference rate of the euro. */
  countries: z.array(z.string()),
  period: z.enum(['semester', 'year', 'decree', 'statute']),
  publishedIn: z.string(),
  /** The newest first. */
  rates: z.array(RateView),
});

const Changed = z.object({
  series: z.string(),
  from: Day,
  until: Day.nullable(),
  percent: z.string(),
  source: z.string(),
});
export const RateChangeView = z.object({
  id: z.uuid(),
  number: z.number().int(),
  file: z.string().nullable(),
  reason: z.string().nullable(),
  by: z.string().nullable(),
  at: z.string(),
  undone: z.object({ by: z.string().nullable(), at: z.string() }).nullable(),
  given: z.array(Changed),
  withdrawn: z.array(Changed),
});

const Taken = z.object({
  /** Null: nothing was taken, since all of it stood already or anything was wrong. */
  change: z.uuid().nullable(),
  taken: z.number().int(),
  unchanged: z.number().int(),
  problems: z.array(ProblemView),
});

const Reason = z.string().trim().max(500).nullable().default(null);

/** Rates of the law: those that come with Rappel, and those a company gave in their place. */
export const rates = {
  list: companyRoute('GET', '/rates', 'reader')
    .input(
      InCompany.extend({
        /** Whose law: ISO 3166; left out: all. */
        country: z.string().length(2).optional(),
        /** Found in the name and title of a series, and in sources. */
        search: z.string().trim().max(100).optional(),
        status: z.enum(RATE_STATUSES).optional(),
      }),
    )
    .output(z.array(SeriesView)),

  /** Adds a rate, or puts it in the place of another. One in the place of a verified rate must be confirmed. */
  give: companyRoute('POST', '/rates', 'owner')
    .input(
      InCompany.extend({
        series: z.string().max(60),
        from: z.string().max(20),
        until: z.string().max(20).default(''),
        percent: z.string().max(20),
        source: z.string().max(400),
        reason: Reason,
        replaceVerified: z.boolean().default(false),
      }),
    )
    .output(Taken)
    .errors(
      refusals(
        'rate_series_unknown',
        'rate_unreadable',
        'rate_days_crossed',
        'rate_source_missing',
        'rate_from_verified',
        'rate_reason_missing',
        'day_unreadable',
      ),
    ),

  /** The same by a CSV with the columns series;from;until;percent;source. All rows or none: see `problems`. */
  giveFile: companyRoute('POST', '/rates/files', 'owner')
    .input(
      InCompany.extend({
        name: z.string().trim().min(1).max(200),
        /** The text of the file. */
        text: z.string().max(500_000),
        reason: Reason,
        replaceVerified: z.boolean().default(false),
      }),
    )
    .output(Taken)
    .errors(refusals('rate_columns_missing', 'rate_reason_missing', 'encoding_unreadable', 'quote_unclosed')),

  /** Withdraws a rate the company gave: that of the tables holds again. */
  withdraw: companyRoute('POST', '/rates/withdrawals', 'owner')
    .input(InCompany.extend({ series: z.string().max(60), from: Day, reason: Reason }))
    .output(z.object({ change: z.uuid() }))
    .errors(refusals('rate_not_given')),

  changes: companyRoute('GET', '/rates/changes', 'reader').input(InCompany).output(z.array(RateChangeView)),

  /** Undoes a change; what it replaced counts again. */
  undo: companyRoute('POST', '/rates/changes/{change}/reversal', 'owner')
    .input(InCompany.extend({ change: z.uuid() }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals('rate_change_unknown', 'rate_change_undone', 'rate_change_overtaken')),
};
