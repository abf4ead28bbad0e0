/**
 * Why nothing of a company may leave just now. The first three are of the whole installation and are released there;
 * what is of one company stands in its own words.
 */
export const SEND_STOP_KINDS = ['restored', 'copied', 'upgraded', 'audit_failed'] as const;
export type SendStopKind = (typeof SEND_STOP_KINDS)[number];

/** One reason, with what its sentence needs (texts: `stop.<kind>.…`). */
export type SendStop = {
  readonly kind: SendStopKind;
  readonly facts: Readonly<Record<string, string>>;
  readonly since: Temporal.Instant;
  /** When it ends by itself; null: when a person releases it, or mends what it names. */
  readonly until: Temporal.Instant | null;
  /** The fence to release, where releasing is what ends it. */
  readonly fence: string | null;
};
