import { work, workForAll } from '#server/platform/queue.ts';
import { importBankFileJob, lookIntoInboxJob } from './jobs.ts';
import { lookIntoInbox } from './look-into-inbox.ts';
import { doBankFile } from './steer-bank-file.ts';

export const bankStatementWorkers = [
  work(importBankFileJob, doBankFile),
  workForAll(lookIntoInboxJob, lookIntoInbox, { retries: 0, single: true }),
];
