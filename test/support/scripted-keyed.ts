/**
 * A provider of mail by HTTP with idempotency keys, as such providers document themselves: the answer to a key is kept
 * for a day and given again, the same key for another mail is a conflict, what was refused keeps no key.
 *
 *   const keyed = await scriptedKeyed();
 *   keyed.script = ['accept, then drop', '429'];     // one a request, in turn; then 'accept'
 *   keyed.accepted                                   // the mails it took
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll } from 'vitest';

export type KeyedAct =
  | 'accept'
  | 'accept, then drop'
  | 'accept, then silence'
  | 'accept, then 502'
  | 'drop'
  | '500'
  | '429'
  | '401'
  | '422'
  | '302'
  | 'in progress';

export type ScriptedKeyed = {
  script: KeyedAct[];
  readonly url: string;
  readonly accepted: { readonly key: string; readonly mail: Record<string, unknown> }[];
  /** Every request, with its key and its body. */
  readonly offered: { readonly key: string; readonly body: string }[];
  /** A day has passed: no key means anything any more. */
  forget(): void;
};

type Kept = { readonly body: string; readonly id: string };

export async function scriptedKeyed(): Promise<ScriptedKeyed> {
  const kept = new Map<string, Kept>();
  const state: ScriptedKeyed & { url: string } = {
    script: [],
    url: '',
    accepted: [],
    offered: [],
    forget: () => kept.clear(),
  };
  const server = createServer((request, response) => void answer(state, kept, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  state.url = `http://:re_secret@127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/emails`;
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return state;
}

async function answer(
  state: ScriptedKeyed,
  kept: Map<string, Kept>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts).toString('utf8');
  const key = String(request.headers['idempotency-key'] ?? '');
  state.offered.push({ key, body });
  const act = state.script.shift() ?? 'accept';
  const say = (status: number, said: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  const no = (status: number, name: string) => say(status, { statusCode: status, name, message: act });
  if (act === 'drop') return void request.socket.destroy();
  if (act === '302') return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  if (act === '401' || request.headers.authorization !== 'Bearer re_secret')
    return void no(401, 'missing_api_key');
  if (act === '429') return void no(429, 'rate_limit_exceeded');
  if (act === '422') return void no(422, 'validation_error');
  if (act === '500') return void no(500, 'application_error');
  if (act === 'in progress') return void no(409, 'concurrent_idempotent_requests');
  const before = kept.get(key);
  if (before && before.body !== body) return void no(409, 'invalid_idempotent_request');
  const id = before?.id ?? `mail-${state.accepted.length + 1}`;
  if (!before) {
    kept.set(key, { body, id });
    state.accepted.push({ key, mail: JSON.parse(body) });
  }
  if (act === 'accept, then drop') return void request.socket.destroy();
  if (act === 'accept, then silence') return;
  if (act === 'accept, then 502') return void no(502, 'bad_gateway');
  say(200, { id });
}
