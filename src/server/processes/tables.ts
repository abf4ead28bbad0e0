export type ProcessRole = 'all' | 'web' | 'worker' | 'command';

/** Who may send over a mailbox just now: two at most, whatever the number of processes and companies. */
export type MailboxTurnTable = {
  mailbox: string;
  slot: number;
  lease: bigint;
};
