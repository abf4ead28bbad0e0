import { domainToASCII } from 'node:url';
import { isEmailAddress } from '#core/receivables/email-address.ts';
import type { Envelope } from '#server/platform/mail.ts';
import { readMail } from '#server/platform/read-mail.ts';
import type { Addressees } from './addressees.ts';

/** The stored message names others than the dispatch does, or an address that is none: it must not leave. */
export class NotItsAddressees extends Error {}

type From = { readonly from: string; readonly copyTo: string | null; readonly key: string };

/**
 * Whom a stored message is handed over for: the addressees its dispatch keeps, and the company's blind copy. They are
 * compared with what the message itself says, so that nobody else is ever reached.
 */
export async function envelopeFor(
  { addressees }: { addressees: Addressees },
  bytes: Buffer,
  { from, copyTo, key }: From,
): Promise<Envelope | NotItsAddressees> {
  const { to, copies, meantFor } = addressees;
  const meant = [...to, ...copies].map(({ address }) => address);
  const blind = copyTo && meantFor.length === 0 ? [copyTo] : [];
  const stray = [from, ...meant, ...blind].find((address) => !isEmailAddress(address));
  if (stray !== undefined) return new NotItsAddressees(`${stray} is not an e-mail address.`);
  const end = bytes.indexOf('\r\n\r\n');
  const head = await readMail(bytes.subarray(0, end < 0 ? bytes.length : end + 4));
  const said = [...head.to, ...head.copies].map((one) => /<([^<>]*)>$/.exec(one)?.[1] ?? one);
  if (!areSame(said, meant))
    return new NotItsAddressees('The stored message is meant for somebody else than its dispatch.');
  return { from, to: [...meant, ...blind], key };
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  const written = (all: readonly string[]) => [...new Set(all.map(inAscii))].sort().join(' ');
  return written(one) === written(other);
}

/** Names of other scripts stand as xn--… in a header: the same address in another spelling. */
function inAscii(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`.toLowerCase();
}
