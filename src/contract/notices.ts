import { z } from 'zod';
import { LOOK_OUTCOMES, TRANSPORT_KINDS } from '#core/dunning/doubt.ts';
import { DISPATCH_STATES } from '#core/dunning/notice-state.ts';
import { STEP_KINDS } from '#core/dunning/policy.ts';
import { CHANNELS, DOCUMENT_KINDS, LANGUAGES } from '#core/receivables/kinds.ts';
import { NoticeWay } from './notice-way.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, MoneyView, PageInput, pageOf } from './route.ts';

const Addressee = z.object({ name: z.string(), address: z.string() });

/** How one notice leaves (or left) through one channel. */
export const DispatchView = z.object({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  state: z.enum(DISPATCH_STATES),
  /** `correction`: it says that the notice was taken back. */
  purpose: z.enum(['notice', 'correction']),
  to: z.array(Addressee),
  copies: z.array(Addressee),
  /** In test mode the mail goes to a user instead; this is who it was meant for. */
  meantFor: z.array(Addressee),
  messageId: z.string().nullable(),
  sha256: z.string().nullable(),
  tries: z.number().int(),
  notBefore: z.string().nullable(),
  transmittingAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** The other side's last answer, word for word; where Rappel withdrew it, the code of the reason. */
  answer: z.string().nullable(),
});

/** What is known of a mail whose answer was lost. */
export const DoubtView = z.object({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  notice: z.object({ id: z.uuid(), number: z.number().int() }),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  to: z.array(z.string()),
  /** The other side's last words, or what broke. */
  answer: z.string().nullable(),
  /** What the way it went can prove; null: it was offered before that was kept. */
  transport: z.enum(TRANSPORT_KINDS).nullable(),
  via: z.string().nullable(),
  offeredAt: z.string().nullable(),
  looks: z.array(
    z.object({
      at: z.string(),
      byPerson: z.boolean(),
      outcome: z.enum(LOOK_OUTCOMES),
      answer: z.string().nullable(),
    }),
  ),
  /** Null: only a person can settle it. */
  nextLookAt: z.string().nullable(),
  /** Whether it can be looked for now. */
  traceable: z.boolean(),
});

export const NoticeRow = z.object({
  id: z.uuid(),
  number: z.number().int(),
  run: z.object({ id: z.uuid(), number: z.number().int() }),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  stepKind: z.enum(STEP_KINDS),
  level: z.number().int().nullable(),
  channel: z.enum(CHANNELS),
  language: z.enum(LANGUAGES),
  open: MoneyView,
  interest: MoneyView,
  fee: MoneyView,
  total: MoneyView,
  issuedOn: z.iso.date(),
  deadlineOn: z.iso.date(),
  undoneAt: z.string().nullable(),
  /** Over all its channels: what is not certain, or still on its way, comes before what left. */
  state: z.enum(DISPATCH_STATES),
  /** Each channel it leaves through, the leading one first, and corrections of it last. */
  ways: z.array(NoticeWay),
});

export const NoticeLineView = z.object({
  dueItemId: z.uuid(),
  documentNumber: z.string(),
  documentKind: z.enum(DOCUMENT_KINDS),
  section: z.enum(['overdue', 'upcoming', 'credit']),
  dueOn: z.iso.date(),
  daysLate: z.number().int(),
  level: z.number().int().nullable(),
  open: MoneyView,
  interest: MoneyView,
  fee: MoneyView,
  undone: z.boolean(),
});

export const NoticeView = NoticeRow.extend({
  subject: z.string(),
  body: z.string(),
  lines: z.array(NoticeLineView),
  dispatches: z.array(DispatchView),
  pdfSha256: z.string().nullable(),
});

/** The very letter and mail, as the issue would make them now. */
export const NoticePreview = z.object({
  subject: z.string(),
  /** The words as they stand, before the frame of mail and letter: what a reviewer edits. */
  body: z.string(),
  mail: z.object({
    from: Addressee.nullable(),
    to: z.array(Addressee),
    copies: z.array(Addressee),
    text: z.string(),
    html: z.string(),
    attachments: z.array(z.object({ name: z.string(), mediaType: z.string(), size: z.number().int() })),
  }),
  /** The letter's pages, one SVG document each. */
  pages: z.array(z.string()),
  /** What stands in the way of issuing it as it is: no address, a glyph no font has… */
  warnings: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.string()) })),
});

const OneNotice = InCompany.extend({ notice: z.uuid() });
const OneRun = InCompany.extend({ run: z.uuid() });
const OneProposal = OneRun.extend({ proposal: z.uuid() });
const PdfFile = z.file();

export const notices = {
  list: companyRoute('GET', '/notices', 'reader')
    .input(
      InCompany.extend(PageInput.shape).extend({
        run: z.uuid().optional(),
        debtor: z.uuid().optional(),
        dueItem: z.uuid().optional(),
        state: z.enum(DISPATCH_STATES).optional(),
      }),
    )
    .output(pageOf(NoticeRow)),
  show: companyRoute('GET', '/notices/{notice}', 'reader')
    .input(OneNotice)
    .output(NoticeView)
    .errors(refusals('notice_unknown')),
  /** The letter as it was issued: the stored bytes; of a dispatch, those that went that way. */
  letter: companyRoute('GET', '/notices/{notice}/letter', 'reader')
    .input(OneNotice.extend({ dispatch: z.uuid().optional() }))
    .output(PdfFile)
    .errors(refusals('notice_unknown', 'notice_has_no_letter')),
  /** The mail as it leaves or left, byte for byte (.eml). */
  mailSource: companyRoute('GET', '/notices/{notice}/mail-source', 'reader')
    .input(OneNotice.extend({ dispatch: z.uuid().optional() }))
    .output(z.file())
    .errors(refusals('notice_unknown', 'notice_has_no_mail')),
  /** The same mail taken apart for the screen; html is for a sandboxed frame without scripts. */
  mail: companyRoute('GET', '/notices/{notice}/mail', 'reader')
    .input(OneNotice.extend({ dispatch: z.uuid().optional() }))
    .output(
      z.object({
        subject: z.string(),
        from: z.string(),
        to: z.string(),
        text: z.string(),
        html: z.string(),
        attachments: z.array(z.object({ name: z.string(), mediaType: z.string(), size: z.number().int() })),
      }),
    )
    .errors(refusals('notice_unknown', 'notice_has_no_mail')),
  /** Takes the notice back, latest first: levels, claims and tasks go back, what has not left is recalled. */
  undo: companyRoute('POST', '/notices/{notice}/undoing', 'clerk')
    .input(
      OneNotice.extend({
        /** Tell those it reached that it was taken back, by the channels it took. */
        correct: z.boolean().default(false),
      }),
    )
    .output(NoticeView)
    .errors(
      refusals(
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
  /** All letters of a run in one PDF, in postal order. */
  printBatch: companyRoute('GET', '/runs/{run}/print-batch', 'reader')
    .input(OneRun)
    .output(PdfFile)
    .errors(refusals('run_unknown', 'print_batch_empty', 'sending_stopped')),
  /** What became of a run's notices: sent + refused + withdrawn + waiting + unknown + done = approved. */
  dispatches: companyRoute('GET', '/runs/{run}/dispatches', 'reader')
    .input(OneRun)
    .output(
      z.object({
        approved: z.number().int(),
        sent: z.number().int(),
        refused: z.number().int(),
        withdrawn: z.number().int(),
        waiting: z.number().int(),
        unknown: z.number().int(),
        /** Steps that are no letters, and became work for a person. */
        done: z.number().int(),
        /** Until the next of those that are held leaves; so long undoing the run stops them. Null: none is held. */
        secondsToLeave: z.number().int().nullable(),
        /** Mails that are tried again later, and what the mail server last said. Null: none. */
        putOff: z.object({ count: z.number().int(), answer: z.string() }).nullable(),
        /** The day's number of reminders, where it is used up and the rest waits for the next day. */
        dayFull: z.number().int().nullable(),
      }),
    ),
  preview: companyRoute('GET', '/runs/{run}/proposals/{proposal}/preview', 'reader')
    .input(OneProposal)
    .output(NoticePreview)
    .errors(
      refusals(
        'run_unknown',
        'proposal_unknown',
        'text_placeholder_unknown',
        'text_unreadable',
        'letter_glyph_missing',
      ),
    ),
  previewLetter: companyRoute('GET', '/runs/{run}/proposals/{proposal}/letter', 'reader')
    .input(OneProposal)
    .output(PdfFile)
    .errors(
      refusals(
        'run_unknown',
        'proposal_unknown',
        'text_placeholder_unknown',
        'text_unreadable',
        'letter_glyph_missing',
      ),
    ),
  /** Mails whose answer was lost: what is known of each, and when it is looked for again. */
  doubtful: companyRoute('GET', '/doubtful-dispatches', 'reader')
    .input(InCompany.extend({ debtor: z.uuid().optional(), dispatch: z.uuid().optional() }))
    .output(z.object({ rows: z.array(DoubtView), total: z.number().int() })),
  /** Looks for the trace of a dispatch now. What is found settles it; the answer is null where it is in doubt no longer. */
  look: companyRoute('POST', '/dispatches/{dispatch}/looks', 'clerk')
    .input(InCompany.extend({ dispatch: z.uuid() }))
    .output(z.object({ doubt: DoubtView.nullable() }))
    .errors(refusals('dispatch_unknown_id', 'dispatch_not_traceable')),
  /** A person says what became of a dispatch whose answer was lost, or which was refused. */
  settleDispatch: companyRoute('POST', '/dispatches/{dispatch}/settlement', 'clerk')
    .input(
      InCompany.extend({
        dispatch: z.uuid(),
        /** `sent`: take it as arrived. `again`: send once more, as a possible copy. `withdrawn`: let it be. */
        outcome: z.enum(['sent', 'again', 'withdrawn']),
      }),
    )
    .output(DispatchView)
    .errors(refusals('dispatch_unknown_id', 'dispatch_not_in_doubt', 'notice_unknown')),
};
