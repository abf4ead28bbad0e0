import type { AddressFacts } from '#core/dunning/facts.ts';
import type { Step } from '#core/dunning/policy.ts';
import type { Channel } from '#core/receivables/kinds.ts';

/**
 * The channel of a notice: of those the step allows, the debtor's preference first; a step that names none follows the
 * preference, and falls back on mail, then post. Null: no address for any of them.
 */
export function chooseChannel(
  step: Pick<Step, 'channels' | 'recipient'>,
  preferred: Channel,
  addresses: AddressFacts,
): Channel | null {
  for (const channel of channelsInOrder(step.channels, preferred)) {
    if (hasAddress(channel, step, addresses)) return channel;
  }
  return null;
}

/** What is tried, first to last. Nothing is sent by telephone, and the portal is announced by mail. */
export function channelsInOrder(allowed: readonly Channel[], preferred: Channel): readonly Channel[] {
  const sendable: readonly Channel[] = allowed.filter(
    (channel) => channel !== 'call' && channel !== 'portal',
  );
  if (sendable.length === 0) {
    if (preferred === 'call' || preferred === 'portal') return ['mail', 'post'];
    return preferred === 'post' ? ['post', 'mail'] : [preferred, 'mail', 'post'];
  }
  return sendable.includes(preferred)
    ? [preferred, ...sendable.filter((channel) => channel !== preferred)]
    : sendable;
}

export function hasAddress(
  channel: Channel,
  { recipient }: Pick<Step, 'recipient'>,
  addresses: AddressFacts,
): boolean {
  switch (channel) {
    case 'mail':
    case 'portal':
      return addresses.mail || addresses.mailRoles.includes(recipient);
    case 'post':
    case 'registered_post':
      return addresses.post;
    case 'fax':
      return addresses.fax || addresses.faxRoles.includes(recipient);
    case 'call':
      return false;
  }
}
