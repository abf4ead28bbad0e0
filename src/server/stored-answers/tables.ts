/** The answer to a request that bore an Idempotency-Key. */
export type StoredAnswerTable = {
  companyId: string;
  route: string;
  userId: string;
  key: string;
  bodySha256: string;
  status: number | null;
  bodySealed: string | null;
  mediaType: string | null;
  beganAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
};
