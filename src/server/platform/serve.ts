import { Socket } from 'node:net';
import type { AnyContractRouter } from '@orpc/contract';
import { SmartCoercionPlugin } from '@orpc/json-schema';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError, type Router } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { requestId } from 'hono/request-id';
import { Refusal, refuse } from '#core/refusal.ts';
import {
  answerRefusal,
  notJson,
  refuseUnstorable,
  refuseWhileFull,
  throwAsPromised,
  throwUnread,
  unstorable,
  whatFoundNoRoom,
  whatTookTooLong,
} from './answer-errors.ts';
import { clientAddress, machineOf } from './client-address.ts';
import { REQUEST_SECONDS } from './db.ts';
import { printApiDocs } from './print-api-docs.ts';
import { printOpenApi } from './print-openapi.ts';
import { limited, megabytes, type RawRoute } from './raw-route.ts';
import type { RequestBudget, Spender } from './request-budget.ts';
import { routeFinder } from './route-finder.ts';
import { apiKeyIn, ownOriginOnly, securityHeaders } from './security-headers.ts';
import type { Sessions } from './sessions.ts';
import type { Asker, CompanyTools, RequestTools, Tools } from './tools.ts';
import { webFile } from './web-files.ts';

export type Served<Contract extends AnyContractRouter> = {
  readonly contract: Contract;
  readonly router: Router<Contract, RequestTools>;
  readonly rawRoutes: readonly RawRoute[];
  readonly tools: Tools;
  /** The built web, or a folder that does not exist. */
  readonly webFolder: string;
  readonly sessions: Sessions;
  enter(tools: RequestTools, company: string, access: RawRoute['access']): Promise<CompanyTools>;
  /** How many requests of one machine and of one asker are heard; left out: all. */
  readonly budget?: RequestBudget;
  /** Is told of each request that was refused. */
  tellRefusal(tools: RefusalTools, refused: Refused): Promise<void>;
  /** Why it cannot work yet, or nothing. */
  whyNotReady(): Promise<string | null>;
};

export type Refused = {
  readonly code: string;
  /** The company that stands in the address, whether there is one of that key or not. */
  readonly companyKey: string | null;
};
export type RefusalTools = Tools & Pick<RequestTools, 'request'>;

type Env = { Variables: { requestId: string; nonce: string; asker: Asker } };

const JSON_BYTES_MAX = 4_000_000;
const FORM_BYTES_MAX = 64_000_000;

/** The one place that knows the web framework. A route without its handler is named by TypeScript. */
export function serve<Contract extends AnyContractRouter>(served: Served<Contract>): Hono<Env> {
  const { url, hsts } = served.tools.installation;
  const app = new Hono<Env>();
  app.use(requestId());
  app.use(securityHeaders(url.startsWith('https:'), hsts));
  app.use(compress());
  app.onError((error, c) => answerError(error, c, served.tools));
  app.use(
    '/api/*',
    (c, next) => tellWhatIsRefused(c, next, served),
    (c, next) => spendOfMachine(c, next, served),
    ownOriginOnly(url),
    noStore,
    sizeLimit,
    refuseWhileFull(served.tools),
  );
  addHealth(app, served);
  addDocs(app, served);
  for (const route of served.rawRoutes) addRawRoute(app, route, served);
  addContract(app, served);
  app.get('*', (c) => {
    const { pathname } = new URL(c.req.url);
    return webFile(served.webFolder, pathname, c.get('nonce')) ?? c.text('There is nothing here.', 404);
  });
  return app;
}

function addContract<Contract extends AnyContractRouter>(app: Hono<Env>, served: Served<Contract>): void {
  const find = routeFinder(served.contract);
  const handler = new OpenAPIHandler(served.router, {
    plugins: [new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })],
    clientInterceptors: [
      ({ input, next }) => {
        refuseUnstorable(input);
        return next().catch(throwAsPromised);
      },
    ],
    interceptors: [({ next }) => next().catch(throwUnread)],
    customErrorResponseBodyEncoder: (error) => {
      if (!error.defined) throw error; // promised by no contract: ours to mend, see answerError
      return { code: error.code, facts: error.data };
    },
  });
  app.all('/api/*', async (c) => {
    const path = new URL(c.req.url).pathname.slice('/api'.length);
    const { route, methods } = find(c.req.method, path);
    if (!route && methods.length > 0) {
      c.header('allow', methods.join(', '));
      return c.json({ code: 'method_not_allowed', facts: { allowed: methods.join(', ') } }, 405);
    }
    if (!route) refuse('route_unknown', { path: `/api${path}` });
    c.get('asker').route = `${route?.method} ${route?.path}`;
    if (!readable(c, route?.takesFile ?? false)) return c.json(unreadable(), 422);
    const reply = { headers: new Headers() };
    const context = { ...(await requestTools(c, served)), reply };
    const { matched, response } = await handler.handle(c.req.raw, { prefix: '/api', context });
    if (!matched) return refuse('route_unknown', { path: `/api${path}` });
    for (const [name, value] of reply.headers) response.headers.append(name, value);
    if (response.headers.has('content-disposition')) protectDownload(response.headers);
    return response;
  });
}

async function requestTools<C extends AnyContractRouter>(
  c: Context<Env>,
  served: Served<C>,
): Promise<RequestTools> {
  const { headers } = c.req.raw;
  const apiKey = apiKeyIn(headers);
  const user = apiKey === null ? await served.sessions.find(headers) : null;
  c.get('asker').userId = user?.id ?? null;
  const known = refusalTools(c, served.tools);
  // A key says nothing before it was found: whose it is spends then.
  const spend = (asker: string) => spendOf(c, served, { kind: 'asker', id: asker });
  if (user) spend(user.id);
  const log = user ? known.log.child({ user: user.id }) : known.log;
  return { ...known, log, sessions: served.sessions, apiKey, user, spend, reply: { headers: new Headers() } };
}

/** What is known of a request before it is known who asks. */
function refusalTools(c: Context<Env>, tools: Tools): RefusalTools {
  const id = c.get('requestId');
  const address = remoteAddress(c, tools.installation.trustedProxies);
  const request = { id, headers: c.req.raw.headers, remoteAddress: address, asker: c.get('asker') };
  return { ...tools, log: tools.log.child({ requestId: id }), request };
}

/** Before anything else is looked at, refused or read: by where it comes from. */
async function spendOfMachine<C extends AnyContractRouter>(
  c: Context<Env>,
  next: () => Promise<void>,
  served: Served<C>,
): Promise<void> {
  const id = remoteAddress(c, served.tools.installation.trustedProxies);
  spendOf(c, served, { kind: 'machine', id });
  await next();
}

/** @throws Refusal requests_too_many, with the seconds until the next minute; told once a minute, not each time */
function spendOf<C extends AnyContractRouter>(
  c: Context<Env>,
  { budget }: Served<C>,
  { kind, id }: { readonly kind: Spender; readonly id: string },
): void {
  const over = budget?.spend(kind, id, Date.now());
  if (!over) return;
  c.get('asker').isToldAlready = !over.isFirst;
  refuse('requests_too_many', { seconds: String(over.seconds), most: String(over.most) });
}

/** Whatever refuses, and wherever: the answer says what it was. */
async function tellWhatIsRefused<C extends AnyContractRouter>(
  c: Context<Env>,
  next: () => Promise<void>,
  { tools, tellRefusal }: Served<C>,
): Promise<void> {
  c.set('asker', { route: '', userId: null });
  await next();
  if (c.res.status < 400 || c.res.status >= 500 || c.get('asker').isToldAlready) return;
  const companyKey = /^\/api\/companies\/([^/]{1,40})(?:\/|$)/.exec(new URL(c.req.url).pathname)?.[1] ?? null;
  const answer: unknown = await c.res
    .clone()
    .json()
    .catch(() => null);
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? String(answer.code) : '';
  if (code !== '') await tellRefusal(refusalTools(c, tools), { code, companyKey });
}

/** The machine that counts; unknown where no socket is: in tests. */
function remoteAddress(c: Context, trusted: readonly string[]): string {
  const socket: unknown = c.env?.incoming?.socket;
  const peer = socket instanceof Socket ? (socket.remoteAddress ?? 'unknown') : 'unknown';
  return machineOf(clientAddress(peer, c.req.header('x-forwarded-for'), trusted));
}

function addRawRoute<C extends AnyContractRouter>(app: Hono<Env>, route: RawRoute, served: Served<C>): void {
  app.on(route.method, `/api${route.path}`, async (c) => {
    c.get('asker').route = `${route.method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    const params: Record<string, string> = c.req.param();
    const query = new URL(c.req.url).searchParams;
    const strange = unstorable({ ...params, ...Object.fromEntries(query) });
    if (strange) return c.json({ code: strange.code, facts: strange.data }, 422);
    const tools = await served.enter(await requestTools(c, served), params.company ?? '', route.access);
    const maxBytes = route.maxBytes ?? JSON_BYTES_MAX;
    if (Number(c.req.header('content-length') ?? 0) > maxBytes) {
      refuse('upload_too_large', { limit: megabytes(maxBytes) });
    }
    const { body, headers, signal } = c.req.raw;
    const response = await route.handle(tools, {
      params,
      query,
      headers,
      signal,
      body: limited(body, maxBytes),
    });
    if (response.headers.has('content-disposition')) protectDownload(response.headers);
    return response;
  });
}

function addHealth<C extends AnyContractRouter>(app: Hono<Env>, served: Served<C>): void {
  app.get('/health/live', (c) => c.json({ status: 'ok' }));
  app.get('/health/ready', async (c) => {
    const reason = await served.whyNotReady();
    return reason ? c.json({ status: 'not_ready', reason }, 503) : c.json({ status: 'ok' });
  });
}

function addDocs<C extends AnyContractRouter>(app: Hono<Env>, { contract, tools }: Served<C>): void {
  let printed: ReturnType<typeof printOpenApi> | null = null;
  const openApi = () => {
    printed ??= printOpenApi(contract, tools.installation.version);
    return printed;
  };
  app.get('/api/openapi.json', async (c) => c.json(await openApi()));
  app.get('/api/docs', async (c) => c.html(printApiDocs(await openApi(), c.get('nonce'))));
}

const noStore = async (c: Context, next: () => Promise<void>) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
};

/** Raw routes count for themselves. */
const sizeLimit = async (c: Context, next: () => Promise<void>) => {
  const type = c.req.header('content-type') ?? '';
  const maxSize = type.startsWith('application/json') || type === '' ? JSON_BYTES_MAX : FORM_BYTES_MAX;
  if (!type.startsWith('application/json') && !type.startsWith('multipart/form-data')) return next();
  const onError = () => refuse('upload_too_large', { limit: megabytes(maxSize) });
  return bodyLimit({ maxSize, onError })(c, next);
};

/** oRPC also reads forms, and drops in silence what it cannot read: JSON, or a form on a route that takes a file. */
function readable(c: Context, takesFile: boolean): boolean {
  const type = c.req.header('content-type');
  if (type === undefined) return !hasBody(c);
  return type.startsWith('application/json') || (takesFile && type.startsWith('multipart/form-data'));
}

/** By HTTP's own rule: over a socket even a POST without one has a stream to read. */
function hasBody(c: Context): boolean {
  const length = c.req.header('content-length') ?? '0';
  return length !== '0' || c.req.header('transfer-encoding') !== undefined;
}

function unreadable() {
  const { code, data } = notJson();
  return { code, facts: data };
}

/** What a user uploaded is never run as a page of ours. */
function protectDownload(headers: Headers): void {
  headers.set(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  );
}

function answerError(error: Error, c: Context<Env>, tools: Tools): Response {
  if (error instanceof Refusal) return answerRefusal(error);
  const requestId = c.get('requestId');
  const cause = error instanceof ORPCError && error.cause instanceof Error ? error.cause : error;
  const told = whatTookTooLong(cause, REQUEST_SECONDS) ?? whatFoundNoRoom(cause, tools);
  if (told) return answerRefusal(told);
  // As the contract writes it, for what stands in its place may open something by itself. Outside of the API there is none.
  const route = c.get('asker')?.route || c.req.method;
  tools.log.error({ requestId, route, err: cause }, 'request failed');
  return c.json({ code: 'unexpected', requestId }, 500);
}
