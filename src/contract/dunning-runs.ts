import { z } from 'zod';
import { REASONS } from '#core/dunning/gates.ts';
import { RUN_STATES } from '#core/dunning/run-states.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import {
  ApprovalView,
  EditInput,
  LeftOutRow,
  ProposalRow,
  ProposalView,
  RunOptions,
  RunView,
} from './dunning-run-views.ts';
import { PROPOSAL_SORTS, ProposalFilters } from './proposal-filters.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';
import { RunChanges } from './run-changes.ts';

const OneRun = InCompany.extend({ run: z.uuid() });
const OneProposal = OneRun.extend({ proposal: z.uuid() });

const editRefusals = () =>
  refusals(
    'run_unknown',
    'proposal_unknown',
    'run_still_planning',
    'run_already_approved',
    'run_sending',
    'run_already_sent',
    'run_cancelled',
    'run_undone',
    'run_failed',
    'edit_level_impossible',
    'edit_without_level',
    'edit_item_unknown',
    'edit_day_unusable',
    'email_unusable',
    'text_placeholder_unknown',
    'text_unreadable',
  );

/** Who may let a run leave. */
const RELEASE = ['second_factor_stale', 'four_eyes_needed', 'four_eyes_planner_unknown'] as const;

export const dunningRuns = {
  /** Starts planning: the run comes back at once as `planning`; follow it by `show`. */
  plan: companyRoute('POST', '/runs', 'clerk')
    .input(InCompany.extend({ plannedFor: z.iso.date(), options: RunOptions.prefault({}) }))
    .output(RunView)
    .errors(
      refusals(
        'run_unknown',
        'run_in_progress',
        'policy_missing',
        'debtor_range_reversed',
        'debtor_not_found',
        'debtor_group_not_found',
      ),
    ),
  list: companyRoute('GET', '/runs', 'reader')
    .input(InCompany.extend(PageInput.shape).extend({ state: z.enum(RUN_STATES).optional() }))
    .output(pageOf(RunView)),
  show: companyRoute('GET', '/runs/{run}', 'reader')
    .input(OneRun)
    .output(RunView)
    .errors(refusals('run_unknown')),
  /**
   * What was approved, by whom, and what became of it, as one PDF/A-3 with the same as data attached. It carries the head of
   * the timeline; that it was drawn up is told there. Without a language: the company's own.
   */
  report: companyRoute('GET', '/runs/{run}/report', 'reader')
    .input(OneRun.extend({ language: z.enum(LANGUAGES).optional() }))
    .output(z.file())
    .errors(refusals('run_unknown', 'run_still_planning')),
  proposals: companyRoute('GET', '/runs/{run}/proposals', 'reader')
    .input(
      OneRun.extend(PageInput.shape)
        .extend(ProposalFilters.shape)
        .extend({
          sort: z.enum(PROPOSAL_SORTS).default('position'),
          direction: z.enum(['asc', 'desc']).default('asc'),
        }),
    )
    .output(pageOf(ProposalRow))
    .errors(refusals('run_unknown')),
  proposal: companyRoute('GET', '/runs/{run}/proposals/{proposal}', 'reader')
    .input(OneProposal)
    .output(ProposalView)
    .errors(refusals('run_unknown', 'proposal_unknown')),
  leftOut: companyRoute('GET', '/runs/{run}/left-out', 'reader')
    .input(
      OneRun.extend(PageInput.shape).extend({
        because: z.enum(REASONS).optional(),
        debtor: z.uuid().optional(),
        search: z.string().trim().max(100).optional(),
      }),
    )
    .output(pageOf(LeftOutRow))
    .errors(refusals('run_unknown')),
  edit: companyRoute('POST', '/runs/{run}/proposals/{proposal}/edits', 'clerk')
    .input(OneProposal.extend({ change: EditInput }))
    .output(ProposalView)
    .errors(editRefusals()),
  /** The same change on many: the ids given, or all that match the filters. Where it is impossible it is passed over. */
  editMany: companyRoute('POST', '/runs/{run}/edits', 'clerk')
    .input(
      OneRun.extend({
        proposals: z.array(z.uuid()).max(10_000).nullable(),
        matching: ProposalFilters.nullable(),
        change: EditInput,
      }),
    )
    .output(z.object({ changed: z.number().int(), passedOver: z.number().int(), run: RunView }))
    .errors(editRefusals()),
  /** Takes back the last edit of the run, or of one of its proposals; all of it where it was a bulk edit. */
  undoEdit: companyRoute('POST', '/runs/{run}/edit-undoing', 'clerk')
    .input(OneRun.extend({ proposal: z.uuid().nullable().default(null) }))
    .output(z.object({ proposals: z.array(z.uuid()), run: RunView }))
    .errors({ ...editRefusals(), ...refusals('edit_nothing_to_undo') }),
  /** Computes the proposals again from today's facts. Edits survive, or stand in summary.lostEdits. */
  recompute: companyRoute('POST', '/runs/{run}/recomputing', 'clerk')
    .input(OneRun)
    .output(RunView)
    .errors({ ...editRefusals(), ...refusals('policy_missing') }),
  /** What changed since the run was computed the last time but one: paid, new, level, words, amounts. Null: computed once. */
  changes: companyRoute('GET', '/runs/{run}/changes', 'reader')
    .input(OneRun)
    .output(RunChanges.nullable())
    .errors(refusals('run_unknown')),
  /** What approving asks for now: a reason, where the bank data are older than the policies of its notices allow. */
  showApproval: companyRoute('GET', '/runs/{run}/approval', 'reader')
    .input(OneRun)
    .output(ApprovalView)
    .errors(refusals('run_unknown')),
  /** Approves and, unless told otherwise, starts sending. Approving twice changes nothing. */
  approve: companyRoute('POST', '/runs/{run}/approval', 'clerk')
    .input(
      OneRun.extend({
        send: z.boolean().default(true),
        /** Why it leaves although the bank data are old; kept in the timeline. */
        bankDataReason: z.string().trim().max(500).optional(),
      }),
    )
    .output(RunView)
    .errors(
      refusals(
        'run_unknown',
        'run_still_planning',
        'run_empty',
        'run_bank_data_stale',
        'run_cancelled',
        'run_undone',
        'run_failed',
        ...RELEASE,
      ),
    ),
  /** Starts sending an approved run. Sending twice changes nothing; progress is in the run. */
  send: companyRoute('POST', '/runs/{run}/sending', 'clerk')
    .input(OneRun)
    .output(RunView)
    .errors(
      refusals(
        'run_unknown',
        'run_still_planning',
        'run_not_approved',
        'run_cancelled',
        'run_undone',
        'run_failed',
        ...RELEASE,
      ),
    ),
  cancel: companyRoute('POST', '/runs/{run}/cancellation', 'clerk')
    .input(OneRun)
    .output(RunView)
    .errors(refusals('run_unknown', 'run_sending', 'run_already_sent', 'run_partly_sent', 'run_undone')),
  /** Takes back every notice of the run, latest first, the tasks it asked for, and what it handed over. */
  undo: companyRoute('POST', '/runs/{run}/undoing', 'clerk')
    .input(
      OneRun.extend({
        /** Tell those its notices reached that they were taken back, by the channels they took. */
        correct: z.boolean().default(false),
      }),
    )
    .output(RunView)
    .errors(
      refusals(
        'run_unknown',
        'run_not_sent',
        'run_sending',
        'run_cancelled',
        'run_failed',
        'notice_unknown',
        'notice_already_undone',
        'notice_has_later',
        'claim_settled',
        'notice_leaving',
        'email_unusable',
        'letter_glyph_missing',
        'text_placeholder_unknown',
        'text_unreadable',
      ),
    ),
};
