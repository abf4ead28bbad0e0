import { isEmailAddress } from '#core/receivables/email-address.ts';
import type { MailAddress } from '#server/platform/mail.ts';

type Company = {
  readonly name: string;
  readonly email: string | null;
  readonly mailFromName: string | null;
  readonly mailFromAddress: string | null;
};
export type MailSender = {
  readonly from: MailAddress;
  /** Nobody said from which address mails leave: it was taken from elsewhere, and people are told. */
  readonly isGuessed: boolean;
};

/** Stands in where neither the company nor a user has an address: from the command line, before any is added. */
const NOBODY = 'rappel@localhost.localdomain';

/** From whom a company's mails leave: as its settings say, else its own address, else whoever answers for it. */
export function mailSenderOf(company: Company, issuer: { readonly email: string } | null): MailSender {
  const given = company.mailFromAddress;
  const address = [given, company.email, issuer?.email].find((one) => one && isEmailAddress(one)) ?? NOBODY;
  return { from: { name: company.mailFromName ?? company.name, address }, isGuessed: address !== given };
}
