/**
 * A mailbox with a folder of sent mail, on a real socket of this machine: as much of IMAP as a look-up asks for.
 *
 *   const imap = await scriptedImap();
 *   imap.sent.push('<1@lambert.example>');     // what lies in Sent, by Message-ID
 *   imap.act = 'refuse the search';
 */
import { createServer, type Socket } from 'node:net';
import { afterAll } from 'vitest';

export type ImapAct =
  | 'answer'
  | 'refuse the login'
  | 'refuse the search'
  | 'drop at the search'
  | 'name no sent folder'
  | 'drop at once';

export type ScriptedImap = {
  act: ImapAct;
  readonly url: string;
  /** The Message-IDs that lie in Sent. */
  readonly sent: string[];
  /** Every command, in upper case, without tag and arguments. */
  readonly asked: string[];
};

export async function scriptedImap(): Promise<ScriptedImap> {
  const state: ScriptedImap & { url: string } = { act: 'answer', url: '', sent: [], asked: [] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (state.act === 'drop at once') return socket.destroy();
    converse(socket, state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  state.url = `imap://odile:word@127.0.0.1:${port}`;
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return state;
}

function converse(socket: Socket, state: ScriptedImap): void {
  let waiting = '';
  socket.write('* OK [CAPABILITY IMAP4rev1 SPECIAL-USE] scripted\r\n');
  socket.on('data', (chunk) => {
    waiting += chunk.toString('latin1');
    for (;;) {
      const end = waiting.indexOf('\r\n');
      if (end < 0) return;
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + 2);
      const [, tag = '', verb = '', rest = ''] = /^(\S+) (UID \S+|\S+) ?(.*)$/i.exec(line) ?? [];
      const command = verb.toUpperCase();
      state.asked.push(command);
      if (command === 'UID SEARCH' && state.act === 'drop at the search') return socket.destroy();
      socket.write(
        answerTo(state, command, rest)
          .map((said) => `${said.replace('TAG', tag)}\r\n`)
          .join(''),
      );
      if (command === 'LOGOUT') socket.end();
    }
  });
}

/** The lines of an answer; TAG stands for the tag of the command. */
function answerTo(state: ScriptedImap, command: string, rest: string): string[] {
  switch (command) {
    case 'CAPABILITY':
      return ['* CAPABILITY IMAP4rev1 SPECIAL-USE', 'TAG OK done'];
    case 'LOGIN':
      return state.act === 'refuse the login'
        ? ['TAG NO [AUTHENTICATIONFAILED] wrong password']
        : ['TAG OK [CAPABILITY IMAP4rev1 SPECIAL-USE] welcome'];
    case 'LIST':
    case 'LSUB':
      return rest === '"" ""' ? ['* LIST (\\Noselect) "/" ""', 'TAG OK done'] : listed(state, command);
    case 'SELECT':
    case 'EXAMINE':
      return opened(state, rest);
    case 'UID SEARCH':
      return searched(state, rest);
    case 'UID FETCH':
      return fetched(state, Number(/^(\d+)/.exec(rest)?.[1]));
    case 'LOGOUT':
      return ['* BYE', 'TAG OK bye'];
    default:
      return ['TAG OK done'];
  }
}

function listed({ act }: ScriptedImap, command: string): string[] {
  const flags = act === 'name no sent folder' ? '\\HasNoChildren' : '\\HasNoChildren \\Sent';
  const name = act === 'name no sent folder' ? 'Elsewhere' : 'Sent';
  return [
    `* ${command} (\\HasNoChildren) "/" "INBOX"`,
    `* ${command} (${flags}) "/" "${name}"`,
    'TAG OK done',
  ];
}

function opened({ sent }: ScriptedImap, rest: string): string[] {
  if (!/^"?Sent"?/.test(rest)) return ['TAG NO [NONEXISTENT] no such folder'];
  const counts = [`* ${sent.length} EXISTS`, '* 0 RECENT', '* FLAGS (\\Seen)'];
  const marks = ['* OK [UIDVALIDITY 1] ok', `* OK [UIDNEXT ${sent.length + 1}] ok`];
  return [...counts, ...marks, 'TAG OK [READ-ONLY] opened'];
}

function searched({ act, sent }: ScriptedImap, rest: string): string[] {
  if (act === 'refuse the search') return ['TAG NO not now'];
  const wanted = /HEADER "?message-id"? "?([^"]+)"?/i.exec(rest)?.[1] ?? '';
  const uids = sent.flatMap((id, index) => (id.includes(wanted) ? [index + 1] : []));
  return [`* SEARCH${uids.map((uid) => ` ${uid}`).join('')}`, 'TAG OK done'];
}

function fetched({ sent }: ScriptedImap, uid: number): string[] {
  const id = sent[uid - 1];
  if (!id) return ['TAG OK done'];
  const nobody = 'NIL NIL NIL NIL NIL NIL';
  const envelope = `("Tue, 31 Mar 2026 09:30:00 +0000" "words" ${nobody} NIL "${id}")`;
  return [
    `* ${uid} FETCH (UID ${uid} INTERNALDATE "31-Mar-2026 09:30:01 +0000" ENVELOPE ${envelope})`,
    'TAG OK done',
  ];
}
