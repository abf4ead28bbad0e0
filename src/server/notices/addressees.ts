import type { Step } from '#core/dunning/policy.ts';
import type { EffectiveProposal } from '#core/dunning/proposal.ts';
import { isEmailAddress } from '#core/receivables/email-address.ts';
import type { Channel, ContactRole } from '#core/receivables/kinds.ts';
import type { MailAddress } from '#server/platform/mail.ts';

export type Reachable = {
  readonly name: string;
  readonly email: string | null;
  readonly fax: string | null;
  readonly phone: string | null;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly contacts: readonly {
    readonly role: ContactRole;
    readonly name: string | null;
    readonly email: string | null;
    readonly fax: string | null;
    readonly phone: string | null;
  }[];
};

export type Addressees = {
  readonly to: readonly MailAddress[];
  readonly copies: readonly MailAddress[];
  /** In test mode: whom it would go to. */
  readonly meantFor: readonly MailAddress[];
  /** A person wrote the address on this notice: it need not be one of the debtor's. */
  readonly byHand?: true;
};

/** The portal is announced by mail. */
export function goesByMail(channel: Channel): boolean {
  return channel === 'mail' || channel === 'portal';
}

export function goesOnPaper(channel: Channel): boolean {
  return channel === 'post' || channel === 'registered_post';
}

type Addressing = Pick<EffectiveProposal, 'channel' | 'recipient'> & {
  readonly step: Pick<Step, 'recipient' | 'copies'>;
};

/**
 * Whom a notice goes to: the reviewer's own recipient, else the contact with the step's role, else the debtor itself.
 * Null: no address for this channel.
 */
export function addresseesOf({ channel, step, recipient }: Addressing, debtor: Reachable): Addressees | null {
  if (goesByMail(channel)) {
    const address = recipient?.address ? recipient : contactMail(debtor, step.recipient);
    if (!address) return null;
    const copies = step.copies.flatMap((role) => withRole(debtor, role) ?? []);
    const others = copies.filter((copy) => copy.address !== address.address);
    const byHand = recipient?.address ? { byHand: true as const } : {};
    return { to: [address], copies: unique(others), meantFor: [], ...byHand };
  }
  if (goesOnPaper(channel)) {
    if (!debtor.city && !debtor.street) return null;
    return { to: [{ name: recipient?.name || debtor.name, address: '' }], copies: [], meantFor: [] };
  }
  if (channel === 'fax') {
    const contact = debtor.contacts.find(({ role, fax }) => role === step.recipient && fax);
    const number = recipient?.address || contact?.fax || debtor.fax;
    return number
      ? { to: [{ name: contact?.name ?? debtor.name, address: number }], copies: [], meantFor: [] }
      : null;
  }
  return null;
}

function contactMail(debtor: Reachable, role: ContactRole): MailAddress | null {
  const contact = withRole(debtor, role);
  if (contact) return contact;
  return debtor.email && isEmailAddress(debtor.email) ? { name: debtor.name, address: debtor.email } : null;
}

function withRole(debtor: Reachable, role: ContactRole): MailAddress | null {
  const found = debtor.contacts.find((one) => one.role === role && one.email && isEmailAddress(one.email));
  return found?.email ? { name: found.name ?? debtor.name, address: found.email } : null;
}

function unique(addresses: readonly MailAddress[]): MailAddress[] {
  return [...new Map(addresses.map((one) => [one.address.toLowerCase(), one])).values()];
}
