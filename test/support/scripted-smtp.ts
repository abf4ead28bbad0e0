/**
 * A mail server that does what a test tells it to, on a real socket of this machine.
 *
 *   const smtp = await scriptedSmtp();
 *   smtp.script = ['accept', '451 after the dot', 'drop after the dot'];   // one a mail, in turn; then 'accept'
 *   smtp.accepted                                                          // the bodies it took over
 */
import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { afterAll } from 'vitest';

export type SmtpAct =
  | 'accept'
  | 'greet with 554'
  | 'drop after mail'
  | '550 on rcpt'
  | '450 on rcpt'
  | 'drop after data'
  | 'drop in the body'
  | 'drop after the dot'
  | 'accept, then drop'
  | 'accept, then silence'
  | '421 after the dot'
  | '451 after the dot'
  | '550 after the dot'
  | '552 after the dot';

export type ScriptedSmtp = {
  script: SmtpAct[];
  readonly url: string;
  /** Mails the server took over, whether or not it could say so. */
  readonly accepted: {
    readonly messageId: string;
    readonly sha256: string;
    readonly body: string;
    readonly to: string[];
  }[];
  /** Every body that was offered whole. */
  readonly offered: { readonly messageId: string; readonly sha256: string }[];
};

export async function scriptedSmtp(): Promise<ScriptedSmtp> {
  const state: ScriptedSmtp & { url: string } = { script: [], url: '', accepted: [], offered: [] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    converse(socket, state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  state.url = `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return state;
}

function converse(socket: Socket, state: ScriptedSmtp): void {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let act: SmtpAct = state.script[0] ?? 'accept';
  if (act === 'greet with 554') {
    state.script.shift();
    say('554 no service here');
    socket.end();
    return;
  }
  say('220 scripted ESMTP');
  let waiting = '';
  let inBody = false;
  let to: string[] = [];
  socket.on('data', (chunk) => {
    waiting += chunk.toString('latin1');
    if (inBody && act === 'drop in the body') return socket.destroy();
    for (;;) {
      const end = waiting.indexOf(inBody ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + (inBody ? 5 : 2));
      if (inBody) {
        inBody = false;
        finish(socket, state, act, { body: `${line}\r\n`.replaceAll('\r\n..', '\r\n.'), to });
        continue;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('250 scripted');
      else if (verb === 'MAIL') {
        act = state.script.shift() ?? 'accept';
        to = [];
        if (act === 'drop after mail') return socket.destroy();
        say('250 ok');
      } else if (verb === 'RCPT') {
        if (act === '550 on rcpt') say('550 no such user');
        else if (act === '450 on rcpt') say('450 mailbox busy');
        else say('250 ok');
        to.push(/<(.*)>/.exec(line)?.[1] ?? '');
      } else if (verb === 'DATA') {
        if (act === 'drop after data') return socket.destroy();
        say('354 go on');
        inBody = true;
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    }
  });
}

function finish(
  socket: Socket,
  state: ScriptedSmtp,
  act: SmtpAct,
  mail: { body: string; to: string[] },
): void {
  const messageId = /^Message-ID: (.*)$/im.exec(mail.body)?.[1]?.trim() ?? '';
  const sha256 = createHash('sha256').update(Buffer.from(mail.body, 'latin1')).digest('hex');
  state.offered.push({ messageId, sha256 });
  const take = () => state.accepted.push({ messageId, sha256, ...mail });
  const code = /^(4\d\d|5\d\d) after the dot$/.exec(act)?.[1];
  if (code) {
    socket.write(`${code} as the script says\r\n`);
    if (code === '421') socket.end();
  } else if (act === 'drop after the dot') socket.destroy();
  else if (act === 'accept, then drop') {
    take();
    socket.destroy();
  } else if (act === 'accept, then silence') take();
  else {
    take();
    socket.write('250 2.0.0 taken over\r\n');
  }
}
