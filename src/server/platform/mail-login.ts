import SmtpConnection from 'nodemailer/lib/smtp-connection';

const MILLISECONDS_MAX = 10_000;

/** Knocks at a mail server and signs in, without offering a mail. @returns what went wrong, or nothing. */
export async function whyNoLogin(address: string): Promise<string | null> {
  // A provider by HTTP knows no sign-in apart from a mail.
  if (/^https?:/.test(address)) return null;
  const { protocol, hostname, port, username, password } = new URL(address);
  const secure = protocol === 'smtps:';
  const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const connection = new SmtpConnection({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    connectionTimeout: MILLISECONDS_MAX,
    greetingTimeout: MILLISECONDS_MAX,
    socketTimeout: MILLISECONDS_MAX,
  });
  connection.on('error', () => {});
  return new Promise((resolve) => {
    const end = (trouble: Error | null | undefined) => {
      connection.close();
      resolve(trouble ? trouble.message : null);
    };
    connection.once('error', end);
    connection.connect((error) => {
      if (error || !username) return end(error);
      connection.login({ credentials }, end);
    });
  });
}
