import { SMTPServer } from 'smtp-server';

export type CaughtMail = {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly bytes: Buffer;
};

export type MailCatcher = {
  /** smtp://127.0.0.1:port */
  readonly url: string;
  stop(): Promise<void>;
};

const LARGEST = 40_000_000;

/** A mail server that keeps what it is given and passes nothing on. It listens on this machine alone. */
export async function startMailCatcher(keep: (mail: CaughtMail) => Promise<void>): Promise<MailCatcher> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: LARGEST,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: 'anybody' }),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const sender = mailFrom ? mailFrom.address : '';
        const recipients = rcptTo.map(({ address }) => address);
        keep({ sender, recipients, bytes: Buffer.concat(parts) }).then(
          () => done(),
          (error: Error) => done(error),
        );
      });
    },
  });
  server.on('error', () => {});
  const port = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
