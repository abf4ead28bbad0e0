import { z } from 'zod';
import { IMPORT_FORMATS, IMPORT_KINDS, IMPORT_STATES } from '#core/receivables/import-states.ts';
import { LIST_FIELDS } from '#core/receivables/list-fields.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';

/** What a column may hold. */
export const FieldName = z.enum(LIST_FIELDS);
export type FieldName = z.infer<typeof FieldName>;

/** What is said about a list; what is left out is detected. */
export const Choices = z.object({
  kind: z.enum(['open_items', 'debtors']).optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15', 'cp850']).optional(),
  separator: z.enum([';', ',', '\t', '|']).optional(),
  decimal: z.enum([',', '.']).optional(),
  days: z.enum(['dmy', 'mdy']).optional(),
  /** By heading; '' leaves the column out. */
  columns: z.record(z.string().max(200), FieldName.or(z.literal(''))).optional(),
});
export type Choices = z.infer<typeof Choices>;

/** A refusal of one line: the same codes and sentences. */
const ProblemView = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  at: z.object({ row: z.number().int(), column: z.string() }),
});

export const ImportResultView = z.object({
  rows: z.object({
    read: z.number().int(),
    rejected: z.number().int(),
    /** Rows that only tell of an erased debtor: left out, and nothing of them is written. */
    erased: z.number().int().default(0),
  }),
  documents: z.object({
    added: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    settled: z.number().int(),
    suspicious: z.number().int(),
  }),
  debtors: z.object({ added: z.number().int(), changed: z.number().int(), unchanged: z.number().int() }),
  backlog: z.number().int(),
  mirrorHeld: z.boolean(),
  problemCount: z.number().int(),
  problems: z.array(ProblemView),
  suspicious: z.array(ProblemView),
});

const Column = z.object({
  header: z.string(),
  field: FieldName.nullable(),
  /** False: a guess, shown as one. */
  sure: z.boolean(),
  samples: z.array(z.string()),
  /** How the samples are read with these choices: days as ISO, amounts as decimals; null where they do not read. */
  reads: z.array(z.string().nullable()),
});

/** A list as it is understood. Null for electronic invoices, which have no columns. */
export const TableView = z.object({
  kind: z.enum(['open_items', 'debtors']),
  encoding: z.string().nullable(),
  separator: z.string().nullable(),
  headerRow: z.number().int(),
  decimal: z.enum([',', '.']).nullable(),
  days: z.enum(['dmy', 'mdy']).nullable(),
  columns: z.array(Column),
  firstRows: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
  /** What must be answered before the rows can be read. */
  questions: z.array(ProblemView),
});

export const ImportProgress = z.object({
  step: z.enum(['reading', 'comparing', 'writing']),
  done: z.number().int(),
  total: z.number().int(),
});

export const ImportView = z.object({
  id: z.string(),
  kind: z.enum(IMPORT_KINDS),
  format: z.enum(IMPORT_FORMATS),
  state: z.enum(IMPORT_STATES),
  fileName: z.string(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  appliedAt: z.string().nullable(),
  lenient: z.boolean(),
  mirror: z.boolean(),
  choices: Choices,
  progress: ImportProgress.nullable(),
  result: ImportResultView.nullable(),
  /** The latest one that stands: it can be taken back, unless something stands on it. */
  undoable: z.boolean(),
});

const OneImport = InCompany.extend({ importId: z.uuid() });

/** Files are uploaded by `POST /imports/files?name=…`, their bytes as the body; the answer is an ImportView. */
export const imports = {
  list: companyRoute('GET', '/imports', 'reader')
    .input(InCompany.extend(PageInput.shape))
    .output(pageOf(ImportView)),
  show: companyRoute('GET', '/imports/{importId}', 'reader')
    .input(OneImport)
    .output(ImportView)
    .errors(refusals('import_unknown')),
  /** How the file is understood with these choices; nothing is written but the choices. */
  table: companyRoute('POST', '/imports/{importId}/table', 'clerk')
    .input(OneImport.extend({ choices: Choices }))
    .output(z.object({ table: TableView.nullable() }))
    .errors(
      refusals('import_unknown', 'file_empty', 'encoding_unreadable', 'quote_unclosed', 'file_kind_unknown'),
    ),
  /** Computes what the import would change, and changes nothing. */
  check: companyRoute('POST', '/imports/{importId}/check', 'clerk')
    .input(OneImport.extend({ choices: Choices, mirror: z.boolean().default(true) }))
    .output(ImportView)
    .errors(refusals('import_unknown', 'import_not_open')),
  apply: companyRoute('POST', '/imports/{importId}/application', 'clerk')
    .input(OneImport.extend({ lenient: z.boolean().default(false) }))
    .output(ImportView)
    .errors(refusals('import_unknown', 'import_not_open')),
  cancel: companyRoute('POST', '/imports/{importId}/cancellation', 'clerk')
    .input(OneImport)
    .output(ImportView)
    .errors(refusals('import_unknown', 'import_not_open')),
  /** Takes the latest import back: what it added goes, what it changed stands as before. */
  undo: companyRoute('POST', '/imports/{importId}/undoing', 'clerk')
    .input(OneImport)
    .output(ImportView)
    .errors(
      refusals(
        'import_unknown',
        'import_not_open',
        'import_undo_not_latest',
        'import_undo_untraced',
        'import_undo_reminded',
        'import_undo_proposed',
        'import_undo_settled',
        'import_undo_used',
        'import_undo_changed',
        'import_undo_followed',
      ),
    ),
  listMappings: companyRoute('GET', '/import-mappings', 'reader')
    .input(InCompany)
    .output(z.array(z.object({ name: z.string(), choices: Choices }))),
  saveMapping: companyRoute('PUT', '/import-mappings/{name}', 'clerk')
    .input(InCompany.extend({ name: z.string().trim().min(1).max(60), choices: Choices }))
    .output(z.object({ name: z.string() })),
  removeMapping: companyRoute('DELETE', '/import-mappings/{name}', 'clerk')
    .input(InCompany.extend({ name: z.string() }))
    .output(z.object({ name: z.string() })),
};
