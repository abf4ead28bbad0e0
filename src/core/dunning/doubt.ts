/**
 * What a way of sending can prove, when the other side's answer to a mail was lost. `blind`: nothing. `sent_folder`: the
 * server files a copy of what it takes, where it can be looked up. `keyed`: the same key sent again makes no second mail.
 */
export const TRANSPORT_KINDS = ['blind', 'sent_folder', 'keyed'] as const;
export type TransportKind = (typeof TRANSPORT_KINDS)[number];

/** `failed`: it could not be looked up this time, which says nothing. */
export const LOOK_OUTCOMES = ['found', 'absent', 'failed'] as const;
export type LookOutcome = (typeof LOOK_OUTCOMES)[number];

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** When to look, in seconds after the last byte: absence says nothing within the ten minutes a server may take to answer. */
const LOOKS: Readonly<Record<TransportKind, readonly number[]>> = {
  blind: [],
  sent_folder: [10 * MINUTE, HOUR, 6 * HOUR, DAY, 2 * DAY, 3 * DAY],
  keyed: [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, 22 * HOUR],
};
/** Looks that come late, as after a night without power, keep this distance, so that three of them are three. */
const BETWEEN_LOOKS = { blind: 0, sent_folder: 10 * MINUTE, keyed: MINUTE } as const;
const ABSENT_LOOKS = 3;

/** So long a key keeps a mail from being made twice, less a margin for clocks that differ. */
const KEY_WINDOW = DAY - 10 * MINUTE;

export type Doubt = {
  readonly transport: TransportKind;
  /** The first offer, where the key's window begins. */
  readonly firstOfferedAt: Temporal.Instant;
  /** The offer whose answer was lost. */
  readonly offeredAt: Temporal.Instant;
  /** Looks made at their hour, those that could not be made included. */
  readonly looks: number;
  readonly absentLooks: number;
};

/**
 * When to look for its trace next; null: only a person can settle it.
 * @param lastLookAt null where there was none.
 */
export function nextLookAt(doubt: Doubt, lastLookAt: Temporal.Instant | null): Temporal.Instant | null {
  const { transport, offeredAt, looks } = doubt;
  const after = LOOKS[transport][looks];
  if (after === undefined) return null;
  const planned = offeredAt.add({ seconds: after });
  const earliest = lastLookAt?.add({ seconds: BETWEEN_LOOKS[transport] }) ?? planned;
  const at = Temporal.Instant.compare(planned, earliest) < 0 ? earliest : planned;
  return transport === 'keyed' && !isKeyFresh(doubt.firstOfferedAt, at) ? null : at;
}

/** Whether its absence is proven: looked for three times, at their hours, in a folder that has shown to keep everything. */
export function isProvenAbsent({
  transport,
  absentLooks,
}: Pick<Doubt, 'transport' | 'absentLooks'>): boolean {
  return transport === 'sent_folder' && absentLooks >= ABSENT_LOOKS;
}

/** Of a mail that data which were put back then take for unsent: from when on its absence in a folder says something. */
export function absenceCountsFrom(doubtedSince: Temporal.Instant): Temporal.Instant {
  return doubtedSince.add({ seconds: 10 * MINUTE });
}

/** Whether the same key still makes no second mail. */
export function isKeyFresh(firstOfferedAt: Temporal.Instant, at: Temporal.Instant): boolean {
  return Temporal.Instant.compare(at, firstOfferedAt.add({ seconds: KEY_WINDOW })) < 0;
}
