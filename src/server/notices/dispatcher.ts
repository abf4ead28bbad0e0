import { mailSenderOf } from '#server/companies/mail-sender.ts';
import { mailServerOf } from '#server/companies/mail-server.ts';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { fault } from '#server/platform/fault.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { type HeldLease, holdLease } from '#server/processes/hold-lease.ts';
import { mailboxOf } from '#server/processes/mailbox.ts';
import { returnMailboxTurn, takeMailboxTurns } from '#server/processes/mailbox-turns.ts';
import { type MailboxTurn, removeDeadProcesses } from '#server/processes/queries.ts';
import { dispatchMails, type MailRoute, reviveDispatches } from './dispatch-mails.ts';
import { askWhatWaits } from './dispatch-queries.ts';
import { findIssuer } from './queries.ts';

export type Dispatcher = {
  /**
   * Finishes the mails it is at. What no answer comes for in time is told as not certain: then the process may end.
   */
  stop(): Promise<void>;
};

const LOOK_EVERY_MS = 1000;
/** Each takes up to two connections, to its mail server and to the database. */
const COMPANIES_AT_ONCE = 4;
const TURN_MS = 15_000;
const STOP_MS_MAX = 12_000;
/** How long a company's mails rest after its mail server was not reached: twice as long each time, up to the most. */
const REST_MS = 30_000;
const REST_MS_MAX = 300_000;
/** How long a command waits for its turn at a mailbox that others use. */
const WAIT_FOR_TURN_MS = 60_000;

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
 * Sends what waits, in every company, for as long as the process runs. Companies do not wait for each other: each has its
 * turn, which ends before long, so that one's slow mail server holds up no other's mails. Several processes share the
 * work: over one mailbox two mails are on their way at once, whoever sends them.
 */
export function startDispatcher(tools: Tools, lease: Pick<HeldLease, 'number'>): Dispatcher {
  let stopping = false;
  let wake = () => {};
  const turns = new Turns(tools, lease, () => stopping);
  const work = (async () => {
    while (!stopping) {
      // What leaves must be written down: while there is no room for that, nothing is begun.
      if (!tools.installation.room?.whyNot()) {
        await survived(tools, removeDeadProcesses(tools.db));
        for (const { id } of turns.inTurn(await companiesOf(tools)))
          if (!stopping && !setAside.has(id)) await turns.begin(id);
      }
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
      if (!(await endsWithin(work, STOP_MS_MAX))) await turns.leave();
    },
  };
}

/** Which companies' mails are on their way just now: a few at once, none twice, each for a while. */
class Turns {
  readonly #tools: Tools;
  readonly #lease: Pick<HeldLease, 'number'>;
  readonly #isStopping: () => boolean;
  readonly #under = new Map<string, Promise<unknown>>();
  readonly #servedAt = new Map<string, number>();
  readonly #rests = new Map<string, { readonly ms: number; readonly until: number }>();

  constructor(tools: Tools, lease: Pick<HeldLease, 'number'>, isStopping: () => boolean) {
    this.#tools = tools;
    this.#lease = lease;
    this.#isStopping = isStopping;
  }

  /** Whoever waits longest comes first: two companies may share a mailbox. */
  inTurn<T extends { readonly id: string }>(companies: readonly T[]): readonly T[] {
    const served = (id: string) => this.#servedAt.get(id) ?? 0;
    return companies.toSorted((a, b) => served(a.id) - served(b.id));
  }

  /** Waits only while as many others as may be are under way. */
  async begin(companyId: string): Promise<void> {
    if (this.#under.has(companyId) || this.#isResting(companyId)) return;
    while (this.#under.size >= COMPANIES_AT_ONCE) await Promise.race(this.#under.values());
    const ends = performance.now() + TURN_MS;
    const turn = {
      lease: this.#lease.number(),
      isOver: () =>
        this.#isStopping() || performance.now() > ends || Boolean(this.#tools.installation.room?.whyNot()),
      waitMs: 0,
      onUnreached: () => {
        isUnreached = true;
      },
    };
    let isUnreached = false;
    const sent = survived(this.#tools, dispatchCompany(companyTools(this.#tools, companyId), turn));
    this.#under.set(
      companyId,
      sent.then((offered) => {
        if (isUnreached) this.#rest(companyId);
        else if (offered) this.#rests.delete(companyId);
        if (offered) this.#servedAt.set(companyId, performance.now());
        this.#under.delete(companyId);
      }),
    );
  }

  #isResting(companyId: string): boolean {
    return (this.#rests.get(companyId)?.until ?? 0) > performance.now();
  }

  #rest(companyId: string): void {
    const ms = Math.min(REST_MS_MAX, (this.#rests.get(companyId)?.ms ?? REST_MS / 2) * 2);
    this.#rests.set(companyId, { ms, until: performance.now() + ms });
  }

  async ended(): Promise<void> {
    await Promise.all(this.#under.values());
  }

  /** Gives up what is under way: claimed mails wait again, those without an answer are told as not certain. */
  async leave(): Promise<void> {
    for (const companyId of this.#under.keys()) {
      const company = companyTools(this.#tools, companyId);
      await survived(this.#tools, reviveDispatches(company, this.#lease.number()));
    }
  }
}

/** Sends what waits in one company, once, and returns: for the command line without a server, and for tests. */
export async function dispatchOnce(tools: CompanyTools): Promise<number> {
  const lease = await holdLease(tools, { role: 'command' });
  try {
    await removeDeadProcesses(tools.db);
    const turn = {
      lease: lease.number(),
      isOver: () => false,
      onUnreached: () => {},
      waitMs: WAIT_FOR_TURN_MS,
    };
    return await dispatchCompany(tools, turn);
  } finally {
    await lease.giveBack();
  }
}

type Turn = Required<Pick<MailRoute, 'isOver' | 'onUnreached'>> & {
  readonly lease: bigint;
  readonly waitMs: number;
};

async function dispatchCompany(tools: CompanyTools, { lease, waitMs, ...told }: Turn): Promise<number> {
  const waits = await inCompany(tools, (trx) =>
    askWhatWaits(trx, tools.companyId, { lease, now: tools.clock.now() }),
  );
  if (waits.abandoned) await reviveDispatches(tools, lease);
  if (!waits.abandoned && !waits.mails) return 0;
  const { company, from } = await inCompany(tools, async (trx) => {
    const found = await findCompany(trx, tools.companyId);
    const issuer = await findIssuer(trx, tools.companyId, null);
    return { company: found, from: mailSenderOf(found, issuer).from.address };
  });
  const url = mailServerOf(tools, company);
  const secondsMax = tools.installation.smtpSeconds;
  const route: MailRoute = { url, from, copyTo: company.mailCopyTo, secondsMax, ...told };
  if (!url) return dispatchMails(tools, lease, route);
  const turns = await takeTurns(tools, mailboxOf(url), { lease, waitMs });
  try {
    fault('mailbox-taken');
    return turns.length > 0 ? await dispatchMails(tools, lease, { ...route, lanes: turns.length }) : 0;
  } finally {
    for (const turn of turns) await returnMailboxTurn(tools, turn);
  }
}

/** One or two, or none where others are at the mailbox and time is up. */
async function takeTurns(
  tools: Tools,
  mailbox: string,
  { lease, waitMs }: { lease: bigint; waitMs: number },
): Promise<readonly MailboxTurn[]> {
  const until = performance.now() + waitMs;
  for (;;) {
    const taken = await takeMailboxTurns(tools, mailbox, lease);
    if (taken.length > 0 || performance.now() >= until) return taken;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS / 4));
  }
}

async function endsWithin(work: Promise<void>, msMax: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), msMax);
  });
  try {
    return await Promise.race([work.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
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
