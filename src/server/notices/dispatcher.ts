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
/** Each takes up to two connections, to its mail server and to the database. */
const COMPANIES_AT_ONCE = 4;
const TURN_MS = 15_000;

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

/**
 * Sends what waits, in every company, for as long as the server runs. Companies do not wait for each other: each has its
 * turn, which ends before long, so that one's slow mail server holds up no other's mails.
 */
export async function startDispatcher(tools: Tools): Promise<Dispatcher> {
  const lease = await takeLease(tools);
  const beat = keepBeating(tools, lease);
  let stopping = false;
  let wake = () => {};
  const turns = new Turns(tools, lease, () => stopping);
  const work = (async () => {
    for (let rounds = 0; !stopping; rounds += 1) {
      if (rounds % 30 === 0) await survived(tools, removeDeadLeases(tools.db, hostname(), lives));
      for (const { id } of await companiesOf(tools))
        if (!stopping && !setAside.has(id)) await turns.begin(id);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await turns.ended();
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

/** Which companies' mails are on their way just now: a few at once, none twice, each for a while. */
class Turns {
  readonly #tools: Tools;
  readonly #lease: bigint;
  readonly #isStopping: () => boolean;
  readonly #under = new Map<string, Promise<unknown>>();
  readonly #looked = new Map<string, number>();

  constructor(tools: Tools, lease: bigint, isStopping: () => boolean) {
    this.#tools = tools;
    this.#lease = lease;
    this.#isStopping = isStopping;
  }

  /** Waits only while as many others as may be are under way. */
  async begin(companyId: string): Promise<void> {
    if (this.#under.has(companyId)) return;
    while (this.#under.size >= COMPANIES_AT_ONCE) await Promise.race(this.#under.values());
    const looked = this.#looked.get(companyId) ?? 0;
    this.#looked.set(companyId, looked + 1);
    const ends = performance.now() + TURN_MS;
    const turn = {
      lease: this.#lease,
      revive: looked % 30 === 0,
      isOver: () => this.#isStopping() || performance.now() > ends,
    };
    const sent = survived(this.#tools, dispatchCompany(companyTools(this.#tools, companyId), turn));
    this.#under.set(
      companyId,
      sent.finally(() => this.#under.delete(companyId)),
    );
  }

  async ended(): Promise<void> {
    await Promise.all(this.#under.values());
  }
}

/** Sends what waits in one company, once, and returns: for the command line without a server, and for tests. */
export async function dispatchOnce(tools: CompanyTools): Promise<number> {
  const lease = await takeLease(tools);
  const beat = keepBeating(tools, lease);
  try {
    await removeDeadLeases(tools.db, hostname(), lives);
    return await dispatchCompany(tools, { lease, revive: true, isOver: () => false });
  } finally {
    clearInterval(beat);
    await removeLease(tools.db, lease);
  }
}

type Turn = { readonly lease: bigint; readonly revive: boolean; readonly isOver: () => boolean };

async function dispatchCompany(tools: CompanyTools, { lease, revive, isOver }: Turn): Promise<number> {
  if (revive) await reviveDispatches(tools, lease);
  const { company, from } = await inCompany(tools, async (trx) => {
    const found = await findCompany(trx, tools.companyId);
    const issuer = await findIssuer(trx, tools.companyId, null);
    return { company: found, from: mailSenderOf(found, issuer).from.address };
  });
  const route: MailRoute = { url: mailServerOf(tools, company), from, copyTo: company.mailCopyTo, isOver };
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
