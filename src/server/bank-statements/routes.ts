import { implement } from '@orpc/server';
import { bankStatements } from '#contract/bank-statements.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { changeAccount } from './change-account.ts';
import { dropProfile, keepProfile, showProfiles } from './keep-profile.ts';
import { showInbox } from './look-into-inbox.ts';
import { overrideStatement } from './override-statement.ts';
import { showAccount, showAccounts, showGaps } from './show-accounts.ts';
import { showCsvTable } from './show-csv-table.ts';
import { showBankFile, showBankFiles } from './show-files.ts';
import { showLines, showStatement, showStatements } from './show-statements.ts';
import { showUndo } from './show-undo.ts';
import { cancelBankFile, readAgain } from './steer-bank-file.ts';
import { undoBankFile } from './undo-bank-file.ts';

const on = implement(bankStatements).$context<RequestTools>().use(enterCompany);

export const bankStatementRoutes = on.router({
  listAccounts: on.listAccounts.handler(({ context }) => showAccounts(context)),
  changeAccount: on.changeAccount.handler(async ({ context, input }) => {
    await changeAccount(context, input);
    return showAccount(context, input.accountId);
  }),
  listGaps: on.listGaps.handler(({ context, input }) => showGaps(context, input.accountId)),
  listFiles: on.listFiles.handler(({ context, input }) => showBankFiles(context, input)),
  showFile: on.showFile.handler(({ context, input }) => showBankFile(context, input.bankFileId)),
  cancelFile: on.cancelFile.handler(async ({ context, input }) => {
    await cancelBankFile(context, input.bankFileId);
    return showBankFile(context, input.bankFileId);
  }),
  readAgain: on.readAgain.handler(async ({ context, input }) => {
    await readAgain(context, input);
    return showBankFile(context, input.bankFileId);
  }),
  showUndo: on.showUndo.handler(({ context, input }) => showUndo(context, input.bankFileId)),
  undoFile: on.undoFile.handler(async ({ context, input }) => {
    await undoBankFile(context, input.bankFileId);
    return showBankFile(context, input.bankFileId);
  }),
  showTable: on.showTable.handler(({ context, input }) => showCsvTable(context, input)),
  listProfiles: on.listProfiles.handler(({ context }) => showProfiles(context)),
  saveProfile: on.saveProfile.handler(({ context, input }) => keepProfile(context, input)),
  removeProfile: on.removeProfile.handler(async ({ context, input: { name } }) => {
    await dropProfile(context, name);
    return { name };
  }),
  listStatements: on.listStatements.handler(({ context, input }) => showStatements(context, input)),
  showStatement: on.showStatement.handler(({ context, input }) => showStatement(context, input.statementId)),
  overrideStatement: on.overrideStatement.handler(async ({ context, input }) => {
    await overrideStatement(context, input);
    return showStatement(context, input.statementId);
  }),
  listLines: on.listLines.handler(({ context, input }) => showLines(context, input)),
  showInbox: on.showInbox.handler(({ context }) => showInbox(context)),
});
