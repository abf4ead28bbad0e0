import { z } from 'zod';
import { TRANSPORT_KINDS } from '#core/dunning/doubt.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

/** What a company's way of sending can prove when the answer to a mail was lost. */
export const TransportView = z.object({
  /** Null: no mail server is set up. */
  kind: z.enum(TRANSPORT_KINDS).nullable(),
  /** Server and account, without passwords. */
  via: z.string().nullable(),
  sentFolder: z
    .object({
      /** imaps://user@host:port */
      mailbox: z.string(),
      /** Null: the folder the server itself names as that of sent mail. */
      folder: z.string().nullable(),
      /**
       * `untried`: it proves nothing yet. `asked`: the mail Rappel sent itself is looked for. `other_server`: the mail
       * server or the mailbox has changed since it was tried.
       */
      state: z.enum(['untried', 'asked', 'passed', 'failed', 'other_server']),
      at: z.string().nullable(),
      /** Where the mail was found, what went wrong, or `absent`: the server files no copy. */
      answer: z.string().nullable(),
    })
    .nullable(),
});

const MAILBOX = ['imap_url_unreadable', 'mail_host_not_public', 'sent_folder_not_set'] as const;

export const mailTransports = {
  show: companyRoute('GET', '/mail/transport', 'owner').input(InCompany).output(TransportView),
  changeSentFolder: companyRoute('PUT', '/mail/sent-folder', 'owner')
    .input(
      InCompany.extend({
        /** imaps://user:password@host:port; left out to keep what is there. */
        imapUrl: z.string().max(500).optional(),
        folder: z.string().trim().max(200).nullable(),
      }),
    )
    .output(TransportView)
    .errors(refusals(...MAILBOX)),
  removeSentFolder: companyRoute('DELETE', '/mail/sent-folder', 'owner')
    .input(InCompany)
    .output(TransportView),
  /** Sends a mail from the company to itself, and looks for the copy its server files. */
  probe: companyRoute('POST', '/mail/sent-folder/probe', 'owner')
    .input(InCompany)
    .output(TransportView)
    .errors(refusals('sent_folder_not_set', 'sent_folder_needs_smtp', 'email_unusable')),
  /** Looks for that copy once more. */
  lookAtProbe: companyRoute('PUT', '/mail/sent-folder/probe', 'owner').input(InCompany).output(TransportView),
};
