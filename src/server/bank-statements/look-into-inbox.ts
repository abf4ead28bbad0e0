import type { InboxView } from '#contract/bank-inbox-view.ts';
import { isRefusalCode, Refusal } from '#core/refusal.ts';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { refusalSentence } from '#server/platform/refusal-words.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { addTasks } from '#server/tasks/queries.ts';
import type { BankImport } from './import-bank-file.ts';
import {
  codeOf,
  enterInbox,
  type InboxFolder,
  isProblem,
  type LyingFile,
  listLying,
  putAway,
  readLying,
} from './inbox-folder.ts';
import { findInbox, type InboxFile, listInboxFiles, markLook } from './inbox-queries.ts';
import { BANK_FILE_BYTES_MAX, keepBankFile } from './keep-bank-file.ts';
import { importBankFileNow } from './steer-bank-file.ts';
import type { InboxProblem } from './tables.ts';

/**
 * Looks into the watched folder of every company. A file that two looks find unchanged is read and moved to `done` or
 * `refused`; should the move fail or the process die in between, reading it again changes nothing.
 */
export async function lookIntoInbox(tools: Tools): Promise<void> {
  const { inbox } = tools.installation;
  if (inbox === null) return;
  for (const { id, key } of await listCompanies(tools.db)) {
    await lookIntoFolder({ ...tools, companyId: id, actor: null }, await enterInbox(inbox, key));
  }
}

async function lookIntoFolder(tools: CompanyTools, folder: InboxFolder | InboxProblem): Promise<void> {
  const at = tools.clock.now();
  const look = (files: readonly InboxFile[], problem: InboxProblem | null) =>
    inCompany(tools, (trx) => markLook(trx, tools.companyId, { at, files, problem }));
  if (isProblem(folder)) return look([], folder);
  const before = await inCompany(tools, (trx) => listInboxFiles(trx, tools.companyId));
  const left: InboxFile[] = [];
  for (const file of await listLying(folder)) {
    const known = before.find(({ fileName }) => fileName === file.name);
    const isSettled = known !== undefined && isUnchanged(known, file);
    const problem = file.problem ?? (isSettled ? (known.problem ?? (await take(tools, folder, file))) : null);
    if (problem !== TAKEN)
      left.push({ fileName: file.name, size: file.size, modifiedAt: file.modifiedAt, problem });
  }
  await look(left, null);
}

function isUnchanged(known: InboxFile, { size, modifiedAt }: LyingFile): boolean {
  return known.size === size && known.modifiedAt.equals(modifiedAt);
}

const TAKEN = Symbol('taken');

/** Reads one file and moves it away. What it stays for is remembered: until it changes, nobody tries again. */
async function take(
  tools: CompanyTools,
  folder: InboxFolder,
  file: LyingFile,
): Promise<InboxProblem | typeof TAKEN> {
  try {
    const { accepted, note } = await importOne(tools, folder, file);
    await putAway(folder, file.name, { isTaken: accepted, note });
    if (!accepted) await askSomebody(tools, file.name, note);
    return TAKEN;
  } catch (error) {
    tools.log.error({ err: error }, 'a file of the watched folder could not be taken');
    return { code: 'inbox_file_stuck', facts: { file: file.name, answer: codeOf(error) } };
  }
}

/** Nobody watches a folder that works by itself: what it refused becomes work for a person. */
async function askSomebody(tools: CompanyTools, file: string, note: string | null): Promise<void> {
  const text = `${file}: ${note?.split('\n')[0] ?? ''}`;
  await inCompany(tools, async (trx) => {
    const { timeZone } = await findCompany(trx, tools.companyId);
    const [dueOn, createdAt] = [tools.clock.today(timeZone), tools.clock.now()];
    await addTasks(trx, tools.companyId, [
      { kind: 'other', debtorId: null, dueOn, facts: { text }, createdAt },
    ]);
  });
}

async function importOne(tools: CompanyTools, folder: InboxFolder, file: LyingFile) {
  const { language } = await inCompany(tools, (trx) => findCompany(trx, tools.companyId));
  const sentence = (code: string, facts: Readonly<Record<string, string>>) =>
    isRefusalCode(code) ? refusalSentence(code, facts, language) : code;
  try {
    if (file.size > BigInt(BANK_FILE_BYTES_MAX)) {
      throw new Refusal('file_too_large', { file: file.name, limit: '200 MB' });
    }
    const bytes = await readLying(folder, file.name);
    const bankFileId = await keepBankFile(tools, { fileName: file.name, bytes, origin: 'folder' });
    const { accepted, result }: BankImport = await importBankFileNow(tools, { bankFileId });
    const said = result.problems.map(
      ({ code, facts, at }) => `${at.row > 0 ? `${at.row}: ` : ''}${sentence(code, facts)}`,
    );
    return { accepted, note: said.length > 0 ? said.join('\n') : null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { accepted: false, note: sentence(error.code, error.facts) };
  }
}

/** The watched folder as a company sees it. */
export async function showInbox(tools: CompanyTools): Promise<InboxView> {
  const { inbox } = tools.installation;
  const { key, look, files } = await inCompany(tools, async (trx) => ({
    key: (await findCompany(trx, tools.companyId)).key,
    look: await findInbox(trx, tools.companyId),
    files: await listInboxFiles(trx, tools.companyId),
  }));
  if (inbox === null) return { folder: null, lookedAt: null, problem: null, files: [] };
  return {
    folder: `${inbox}/${key}`,
    lookedAt: look?.lookedAt.toString() ?? null,
    problem: look?.problem ?? null,
    files: files.map(({ fileName, size, seenAt, problem }) => ({
      ...{ name: fileName, size: Number(size), seenAt: seenAt.toString(), problem },
    })),
  };
}
