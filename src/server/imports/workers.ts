import { work } from '#server/platform/queue.ts';
import { applyImportJob, checkImportJob } from './jobs.ts';
import { doImport } from './steer-import.ts';

export const importWorkers = [
  work(checkImportJob, (tools, payload) => doImport(tools, payload, true)),
  work(applyImportJob, (tools, payload) => doImport(tools, payload, false)),
];
