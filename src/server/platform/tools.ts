import type { Logger } from 'pino';
import type { SecondFactorRule } from '#core/accounts/second-factor.ts';
import type { Confinement, Db, Trx } from './db.ts';
import type { Job } from './job.ts';
import type { Room } from './room.ts';
import type { Sessions, SignedIn } from './sessions.ts';

/** What a use case may touch besides its arguments. Built once in main.ts; tests pass their own. */
export type Tools = {
  readonly db: Db;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Logger;
  readonly installation: Installation;
};

/** Where this installation keeps its backups, and what it makes them with. */
export type BackupPlace = {
  readonly folder: string;
  /** Seals them. Null: they are plain. */
  readonly keyFile: string | null;
  /** Whether one is made each night. */
  readonly isNightly: boolean;
  /** As whoever opened the database: sees all companies. */
  readonly database: string;
  /** The folder the embedded database lies in, whose disk a scratch copy needs too; left out where it is elsewhere. */
  readonly embeddedIn?: string;
  readonly secret: string;
  readonly version: string;
};

/** What the settings decided for the whole program. */
export type Installation = {
  readonly version: string;
  /** Where people reach it, without a slash at the end. */
  readonly url: string;
  /** Whether https is told for the hosts below ours too; left out: for ours alone. */
  readonly hsts?: 'host' | 'subdomains';
  /** Seals what must not be read from a copy of the database: see secret.ts. */
  readonly secret: string;
  /** Who must have a second factor in every company; a company may ask for more. */
  readonly secondFactor: SecondFactorRule;
  /** Nobody said so: it is what is usual on a public host, and asks nothing of a release. Left out: it was said. */
  readonly secondFactorIsUsual?: boolean;
  /** Proxies that are believed when they say for whom they ask; this machine's own are without being named. */
  readonly trustedProxies: readonly string[];
  /** The mail server of companies that name none of their own. */
  readonly smtpUrl: string | null;
  /** What a company names as its mail server, mailbox or provider must be a public host. */
  readonly publicMailHostsOnly?: boolean;
  /** How long a mail server may be silent in the middle of a mail. */
  readonly smtpSeconds: number;
  /** The watched folder of bank files; null: none is watched. */
  readonly inbox: string | null;
  /** Whether the calculator is open without an account. */
  readonly publicCalculator: boolean;
  readonly fixedToday: Temporal.PlainDate | null;
  /** Where this machine keeps what is beside the database; left out where nothing is. */
  readonly dataDir?: string;
  /** Whether its disk has room for new work; left out where the database is elsewhere. */
  readonly room?: Room;
  /** Where backups are kept and what they are made with; left out where none can be made. */
  readonly backups?: BackupPlace;
  /** All mails go to the built-in catcher. */
  readonly mailsAreCaught: boolean;
  /** The built-in catcher, where this process has one. */
  readonly catcherUrl: string | null;
};

export type Queue = {
  /**
   * The job is stored in the caller's transaction: it exists if, and only if, the caller's change does.
   * @param after not before this moment.
   */
  add<Payload extends object>(
    trx: Trx,
    job: Job<Payload>,
    payload: Payload,
    after?: Temporal.Instant,
  ): Promise<void>;
  /** The same for thousands of them, in as many statements as there are chunks. */
  addAll<Payload extends object>(trx: Trx, job: Job<Payload>, payloads: readonly Payload[]): Promise<void>;
};

export type Clock = {
  now(): Temporal.Instant;
  /** The day in a company's time zone, or RAPPEL_TODAY where it is set. */
  today(timeZone: string): Temporal.PlainDate;
};

/** The same, on behalf of somebody in one company: what every use case of a business subject is given. */
export type CompanyTools = Tools & {
  readonly companyId: string;
  /** The signed-in user's id, or null when Rappel acts by itself. */
  readonly actor: string | null;
  /** When this person last gave a second factor; left out for programs, which have none. */
  readonly secondFactorAt?: Temporal.Instant | null;
  /** What inCompany narrows further: for a request, the time of its statements, and who may see only a part. */
  readonly confined?: Confinement;
};

/** Who asks for what, filled in as it becomes known: for the log, whatever comes of the request. */
export type Asker = {
  /** As the contract writes it: never with what stands in its place. */
  route: string;
  userId: string | null;
  /** One of many that were refused for their number, of which the first was told. */
  isToldAlready?: boolean;
};

/** The same for one request: who asks, and how a route answers more than its data. */
export type RequestTools = Tools & {
  /** The signed-in user, or null. */
  readonly user: SignedIn | null;
  /** The API key of a program that asks; then nobody is signed in, whatever cookies came along. */
  readonly apiKey: string | null;
  readonly sessions: Sessions;
  /** Counts a request of an asker who has become known. @throws Refusal requests_too_many */
  readonly spend: (asker: string) => void;
  readonly request: {
    readonly id: string;
    readonly headers: Headers;
    /** The machine that asks, as it is counted: see machineOf. */
    readonly remoteAddress: string;
    readonly asker: Asker;
  };
  /** Set by a route, sent with its answer: cookies, mostly. */
  readonly reply: { readonly headers: Headers };
};
