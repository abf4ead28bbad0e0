import type { AddressFacts } from '#core/dunning/facts.ts';
import type { Step } from '#core/dunning/policy.ts';
import type { Channel } from '#core/receivables/kinds.ts';

/** The channels of a letter, the leading one first, and those its step names that have no address. */
export type ChosenChannels = { readonly channels: readonly Channel[]; readonly missing: readonly Channel[] };

/**
 * The channels of a letter: each one the step names that has an address, the debtor's preference leading. A step that
 * names none follows the preference, and falls back on mail, then post. None: no address for any of them.
 */
export function chooseChannels(
  step: Pick<Step, 'channels' | 'recipient'>,
  preferred: Channel,
  addresses: AddressFacts,
): ChosenChannels {
  const inOrder = channelsInOrder(step.channels, preferred);
  if (!step.channels.some(isSendable)) {
    const first = inOrder.find((channel) => hasAddress(channel, step, addresses));
    return { channels: first ? [first] : [], missing: [] };
  }
  return {
    channels: inOrder.filter((channel) => hasAddress(channel, step, addresses)),
    missing: inOrder.filter((channel) => !hasAddress(channel, step, addresses)),
  };
}

/** What is tried, first to last. Nothing is sent by telephone, and the portal is announced by mail. */
export function channelsInOrder(allowed: readonly Channel[], preferred: Channel): readonly Channel[] {
  const sendable = allowed.filter(isSendable);
  if (sendable.length === 0) {
    if (preferred === 'call' || preferred === 'portal') return ['mail', 'post'];
    return preferred === 'post' ? ['post', 'mail'] : [preferred, 'mail', 'post'];
  }
  return sendable.includes(preferred)
    ? [preferred, ...sendable.filter((channel) => channel !== preferred)]
    : sendable;
}

function isSendable(channel: Channel): boolean {
  return channel !== 'call' && channel !== 'portal';
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
