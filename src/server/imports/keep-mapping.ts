import type { TableChoices } from '#formats/table/open-table.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addMapping, listMappings, removeMapping } from './queries.ts';

/** Keeps how a package's lists are read, under a name, for the next one and for `rappel import --mapping`. */
export async function keepMapping(tools: CompanyTools, name: string, choices: TableChoices): Promise<void> {
  await inCompany(tools, (trx) => addMapping(trx, tools.companyId, name, choices, tools.clock.now()));
}

export function showMappings(tools: CompanyTools) {
  return inCompany(tools, listMappings);
}

export async function dropMapping(tools: CompanyTools, name: string): Promise<void> {
  await inCompany(tools, (trx) => removeMapping(trx, name));
}
