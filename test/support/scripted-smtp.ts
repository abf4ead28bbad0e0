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
  | 'drop at connect'
  | 'drop after ehlo'
  | 'drop after rcpt'
  | 'close after the dot'
  | 'accept, then close'
  | 'accept, 250, then drop'
  | 'refuse starttls'
  | 'break the starttls handshake'
  | '250 in many lines'
  | 'offer 8BITMIME and SMTPUTF8'
  | 'allow 100 bytes'
  | '552 on mail'
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
  /** Every MAIL FROM, as it was said. */
  readonly said: string[];
  /** Every body that was offered whole. */
  readonly offered: { readonly messageId: string; readonly sha256: string }[];
};

export async function scriptedSmtp(): Promise<ScriptedSmtp> {
  const state: ScriptedSmtp & { url: string } = { script: [], url: '', accepted: [], offered: [], said: [] };
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
  if (act === 'greet with 554' || act === 'drop at connect') {
    state.script.shift();
    if (act === 'drop at connect') return void socket.destroy();
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
      if (verb === 'EHLO') {
        if (act === 'drop after ehlo') return drop(socket, state);
        for (const said of greeted(act)) say(said);
      } else if (verb === 'STAR') {
        state.script.shift();
        say(act === 'refuse starttls' ? '454 TLS not available' : '220 go on');
        if (act !== 'refuse starttls') socket.write('no TLS at all\r\n');
      } else if (verb === 'MAIL') {
        act = state.script.shift() ?? 'accept';
        to = [];
        state.said.push(line);
        if (act === 'drop after mail') return socket.destroy();
        say(act === '552 on mail' ? '552 5.3.4 too big' : '250 ok');
      } else if (verb === 'RCPT') {
        if (act === 'drop after rcpt') return socket.destroy();
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

/** What EHLO is answered with. */
function greeted(act: SmtpAct): string[] {
  switch (act) {
    case 'refuse starttls':
    case 'break the starttls handshake':
      return ['250-scripted', '250 STARTTLS'];
    case 'offer 8BITMIME and SMTPUTF8':
      return ['250-scripted', '250-8BITMIME', '250 SMTPUTF8'];
    case '250 in many lines':
      return [
        '250-scripted',
        '250-PIPELINING',
        '250-ENHANCEDSTATUSCODES',
        '250-X-ODD 250 not the end',
        '250 HELP',
      ];
    case 'allow 100 bytes':
      return ['250-scripted', '250 SIZE 100'];
    default:
      return ['250 scripted'];
  }
}

function drop(socket: Socket, state: ScriptedSmtp): void {
  state.script.shift();
  socket.destroy();
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
  else if (act === 'close after the dot') socket.end();
  else if (act === 'accept, then close') {
    take();
    socket.end();
  } else if (act === 'accept, 250, then drop') {
    take();
    socket.write('250 2.0.0 taken over\r\n', () => socket.destroy());
  } else if (act === '250 in many lines') {
    take();
    socket.write('250-2.0.0 taken\r\n250-2.0.0 over, by\r\n250 2.0.0 scripted\r\n');
  } else if (act === 'accept, then drop') {
    take();
    socket.destroy();
  } else if (act === 'accept, then silence') take();
  else {
    take();
    socket.write('250 2.0.0 taken over\r\n');
  }
}
