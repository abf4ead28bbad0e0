import { z } from 'zod';
import { TEXT_STEPS } from '#core/dunning/text-steps.ts';
import { DEBTOR_KINDS, LANGUAGES } from '#core/receivables/kinds.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

export const Words = z.object({
  subject: z.string().trim().min(1).max(300),
  body: z.string().trim().min(1).max(20_000),
});

export const TextView = Words.extend({
  step: z.enum(TEXT_STEPS),
  language: z.enum(LANGUAGES),
  /** True where the company wrote its own words; false: as delivered. */
  own: z.boolean(),
  updatedAt: z.string().nullable(),
});

/** A thing a text may name in double braces, with what it reads for the sample debtor. */
export const PlaceholderView = z.object({ name: z.string(), example: z.string() });

export const LAYOUT_FONTS = ['source-sans-3', 'noto-sans'] as const;
export const LayoutInput = z.object({
  accent: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  addressWindow: z.enum(['left', 'right']),
  foldMarks: z.boolean(),
  font: z.enum(LAYOUT_FONTS),
  showQr: z.boolean(),
  /** The lines under the closing: name and function of whoever signs. */
  signature: z.string().max(500).nullable(),
});
export const LayoutView = LayoutInput.extend({
  logo: z.object({ fileId: z.uuid(), name: z.string() }).nullable(),
});

const OneText = InCompany.extend({ step: z.enum(TEXT_STEPS), language: z.enum(LANGUAGES) });
const textRefusals = () =>
  refusals('text_placeholder_unknown', 'text_unreadable', 'text_subject_empty', 'text_beyond_limits');
const sampleRefusals = () => refusals('text_placeholder_unknown', 'text_unreadable', 'letter_glyph_missing');

/** A sample letter and mail: the same function as the issue, with an invented debtor. */
export const SamplePreview = z.object({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  pages: z.array(z.string()),
  /** What the law wants said of such debtors at this step, in words nobody can change. */
  mentions: z.array(z.object({ title: z.string(), lines: z.array(z.string()) })),
});

export const texts = {
  list: companyRoute('GET', '/texts', 'reader').input(InCompany).output(z.array(TextView)),
  placeholders: companyRoute('GET', '/text-placeholders', 'reader')
    .input(InCompany.extend({ language: z.enum(LANGUAGES) }))
    .output(z.array(PlaceholderView)),
  save: companyRoute('PUT', '/texts/{step}/{language}', 'owner')
    .input(OneText.extend(Words.shape))
    .output(TextView)
    .errors(textRefusals()),
  /** Back to the words Rappel delivers. */
  reset: companyRoute('DELETE', '/texts/{step}/{language}', 'owner').input(OneText).output(TextView),
  /** What the words make, saved or not; with `layout`, in a layout that is not saved either. */
  preview: companyRoute('POST', '/texts/{step}/{language}/preview', 'reader')
    .input(
      OneText.extend(Words.partial().shape).extend({
        layout: LayoutInput.optional(),
        kind: z.enum(DEBTOR_KINDS).optional(),
      }),
    )
    .output(SamplePreview)
    .errors(sampleRefusals()),
  /** The same as a PDF, with the saved words. */
  previewLetter: companyRoute('GET', '/texts/{step}/{language}/letter', 'reader')
    .input(OneText)
    .output(z.file())
    .errors(sampleRefusals()),
  layout: companyRoute('GET', '/layout', 'reader').input(InCompany).output(LayoutView),
  saveLayout: companyRoute('PUT', '/layout', 'owner')
    .input(InCompany.extend(LayoutInput.shape))
    .output(LayoutView),
  /** PNG, JPEG or SVG, at most 1 MB. */
  saveLogo: companyRoute('PUT', '/layout/logo', 'owner')
    .input(InCompany.extend({ logo: z.file().max(1_000_000) }))
    .output(LayoutView)
    .errors(refusals('logo_unreadable')),
  removeLogo: companyRoute('DELETE', '/layout/logo', 'owner').input(InCompany).output(LayoutView),
  logo: companyRoute('GET', '/layout/logo', 'reader')
    .input(InCompany)
    .output(z.file())
    .errors(refusals('logo_missing')),
};
