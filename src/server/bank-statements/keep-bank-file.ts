import type { BankFileOrigin } from '#core/bank/statement-states.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addBankFile } from './file-queries.ts';
import { importBankFileJob } from './jobs.ts';
import { hasProfile } from './profile-queries.ts';

export const BANK_FILE_BYTES_MAX = 200 * 1024 * 1024;

export type GivenFile = {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly origin: BankFileOrigin;
  /** The name of a CSV profile of the company. */
  readonly profile?: string | undefined;
};

/** Keeps a bank file and queues its reading. @returns its id @throws Refusal */
export function uploadBankFile(tools: CompanyTools, given: GivenFile): Promise<string> {
  return inCompany(tools, async (trx) => {
    const bankFileId = await keep(trx, tools, given);
    const { companyId, actor } = tools;
    await tools.queue.add(trx, importBankFileJob, { companyId, actor, bankFileId });
    return bankFileId;
  });
}

/** Keeps a bank file for whoever reads it here and now. @returns its id @throws Refusal */
export function keepBankFile(tools: CompanyTools, given: GivenFile): Promise<string> {
  return inCompany(tools, (trx) => keep(trx, tools, given));
}

async function keep(trx: Trx, tools: CompanyTools, given: GivenFile): Promise<string> {
  const { bytes, origin, profile } = given;
  const { companyId, actor, clock } = tools;
  const fileName = labelOf(given.fileName);
  if (bytes.length === 0) refuse('file_empty', { file: fileName });
  if (bytes.length > BANK_FILE_BYTES_MAX) refuse('file_too_large', { file: fileName, limit: '200 MB' });
  if (profile !== undefined && !(await hasProfile(trx, companyId, profile))) {
    refuse('bank_profile_unknown', { profile });
  }
  return addBankFile(trx, {
    ...{ companyId, fileName, bytes, origin },
    profile: profile ?? null,
    createdBy: actor,
    createdAt: clock.now(),
  });
}

/** A name to show: no path, no control signs. */
function labelOf(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/\p{Cc}/gu, '').slice(0, 200) || 'file';
}
