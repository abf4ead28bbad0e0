import type { ImportFormat } from '#core/receivables/import-states.ts';
import { refuse } from '#core/refusal.ts';
import type { TableChoices } from '#formats/table/open-table.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { openSource } from './import-source.ts';
import { addImport, findMapping } from './queries.ts';

export const IMPORT_BYTES_MAX = 200 * 1024 * 1024;

type Given = {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly as?: ImportFormat | undefined;
  /** The name of a saved mapping. */
  readonly mapping?: string | undefined;
  readonly choices?: TableChoices | undefined;
  readonly mirror?: boolean;
  readonly lenient?: boolean;
};

/** Keeps a file for import, recognised by its content. Nothing of it is in the ledger yet. @throws Refusal */
export async function addFileImport(tools: CompanyTools, given: Given): Promise<string> {
  const { bytes, as, mapping, mirror = true, lenient = false } = given;
  const fileName = labelOf(given.fileName);
  if (bytes.length > IMPORT_BYTES_MAX) refuse('file_too_large', { file: fileName, limit: '200 MB' });
  const saved = mapping === undefined ? undefined : await savedChoices(tools, mapping);
  const choices = { ...saved, ...given.choices };
  const { kind, format } = await openSource(bytes, fileName, choices, as, false);
  return inCompany(tools, (trx) =>
    addImport(trx, {
      companyId: tools.companyId,
      kind,
      format,
      fileName,
      bytes,
      options: { choices, mirror, lenient },
      createdBy: tools.actor,
      createdAt: tools.clock.now(),
    }),
  );
}

async function savedChoices(tools: CompanyTools, mapping: string): Promise<TableChoices> {
  const found = await inCompany(tools, (trx) => findMapping(trx, mapping));
  return found ?? refuse('mapping_unknown', { mapping });
}

/** A name to show: no path, no control signs. */
function labelOf(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/\p{Cc}/gu, '').slice(0, 200) || 'file';
}
