import { hostname } from 'node:os';
import { mailSenderOf } from '#server/companies/mail-sender.ts';
import { mailServerOf } from '#server/companies/mail-server.ts';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { dispatchMails, type MailRoute, reviveDispatches } from './dispatch-mails.ts';
import { addLease, markBeat, removeDeadLeases, removeLease } from './dispatch-queries.ts';
import { findIssuer } from './queries.ts';

export type Dispatcher = {
  /** Finishes the mail it is at, and gives its lease back. */
  stop(): Promise<void>;
};

const LOOK_EVERY_MS = 1000;
const BEAT_EVERY_MS = 10_000;

/** Companies whose mails somebody else of this process sends just now. */
const setAside = new Set<string>();

/** Does the work without the server's dispatcher taking the company's mails meanwhile. */
export async function aside<T>(companyId: string, work: () => Promise<T>): Promise<T> {
  setAside.add(companyId);
  try {
    return await work();
  } finally {
    setAside.delete(companyId);
  }
}

/** Sends what waits, in every company, for as long as the server runs. */
export async function startDispatcher(tools: Tools): Promise<Dispatcher> {
  const lease = await takeLease(tools);
  const beat = keepBeating(tools, lease);
  let stopping = false;
  let wake = () => {};
  const work = (async () => {
    let rounds = 0;
    while (!stopping) {
      if (rounds % 30 === 0) await survived(tools, removeDeadLeases(tools.db, hostname(), lives));
      for (const { id } of await companiesOf(tools))
        if (!stopping && !setAside.has(id))
          await survived(tools, dispatchCompany(companyTools(tools, id), lease, rounds % 30 === 0));
      rounds += 1;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    async stop() {
      stopping = true;
      wake();
      await work;
      clearInterval(beat);
      await removeLease(tools.db, lease);
    },
  };
}

/** Sends what waits in one company, once, and returns: for the command line without a server, and for tests. */
export async function dispatchOnce(tools: CompanyTools): Promise<number> {
  const lease = await takeLease(tools);
  const beat = keepBeating(tools, lease);
  try {
    await removeDeadLeases(tools.db, hostname(), lives);
    return await dispatchCompany(tools, lease, true);
  } finally {
    clearInterval(beat);
    await removeLease(tools.db, lease);
  }
}

async function dispatchCompany(tools: CompanyTools, lease: bigint, revive: boolean): Promise<number> {
  if (revive) await reviveDispatches(tools, lease);
  const { company, from } = await inCompany(tools, async (trx) => {
    const found = await findCompany(trx, tools.companyId);
    const issuer = await findIssuer(trx, tools.companyId, null);
    return { company: found, from: mailSenderOf(found, issuer).from.address };
  });
  const route: MailRoute = { url: mailServerOf(tools, company), from, copyTo: company.mailCopyTo };
  return dispatchMails(tools, lease, route);
}

function keepBeating({ db }: Tools, lease: bigint): NodeJS.Timeout {
  const beat = { host: hostname(), pid: process.pid, lease };
  return setInterval(() => void markBeat(db, beat).catch(() => {}), BEAT_EVERY_MS);
}

function takeLease({ db }: Tools): Promise<bigint> {
  return addLease(db, hostname(), process.pid);
}

function companyTools(tools: Tools, companyId: string): CompanyTools {
  return { ...tools, companyId, actor: null };
}

async function companiesOf(tools: Tools): Promise<readonly { id: string }[]> {
  return (await survived(tools, listCompanies(tools.db))) ?? [];
}

/** One company's trouble, or a database that is away for a moment, must not stop the others' mails. */
async function survived<T>({ log }: Tools, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    log.error({ err: error }, 'mails could not be dispatched');
    return null;
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
