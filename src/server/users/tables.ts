import type { Generated } from 'kysely';
import type { Role } from '#contract/access.ts';
import type { Language } from '#core/receivables/kinds.ts';

export type AppUserTable = {
  id: string;
  name: string;
  email: string;
  emailVerified: Generated<boolean>;
  image: string | null;
  language: Generated<Language>;
  theme: Generated<'light' | 'dark' | 'system'>;
  shortcuts: Generated<boolean>;
  /** Null: may sign in. */
  disabledAt: Temporal.Instant | null;
  createdAt: Generated<Temporal.Instant>;
  updatedAt: Generated<Temporal.Instant>;
};

export type UserSessionTable = {
  id: string;
  userId: string;
  /** Its SHA-256. */
  token: string;
  expiresAt: Temporal.Instant;
  ipAddress: string | null;
  userAgent: string | null;
  usedAt: Generated<Temporal.Instant>;
  secondFactorAt: Temporal.Instant | null;
  createdAt: Generated<Temporal.Instant>;
  updatedAt: Generated<Temporal.Instant>;
};

export type UserCredentialTable = {
  id: string;
  userId: string;
  accountId: string;
  providerId: string;
  password: string | null;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: Temporal.Instant | null;
  refreshTokenExpiresAt: Temporal.Instant | null;
  scope: string | null;
  createdAt: Generated<Temporal.Instant>;
  updatedAt: Generated<Temporal.Instant>;
};

export type UserVerificationTable = {
  id: string;
  identifier: string;
  value: string;
  expiresAt: Temporal.Instant;
  createdAt: Generated<Temporal.Instant>;
  updatedAt: Generated<Temporal.Instant>;
};

export type SignInLinkTable = {
  tokenSha256: string;
  userId: string;
  setsPassword: boolean;
  /** The company it was made in, and by which owner; both null: by whoever runs the program. */
  place: string | null;
  madeBy: string | null;
  expiresAt: Temporal.Instant;
  createdAt: Generated<Temporal.Instant>;
};

/** Somebody with an account who works in the company once they accept. */
export type InvitationTable = {
  companyId: string;
  userId: string;
  role: Role;
  tokenSha256: string;
  expiresAt: Temporal.Instant;
  createdAt: Generated<Temporal.Instant>;
};

export type SignInAttemptTable = {
  subject: string;
  failedAt: Temporal.Instant;
};

/** What an authenticator app shares with us. */
export type UserTotpTable = {
  userId: string;
  secretSealed: string;
  confirmedAt: Temporal.Instant | null;
  lastStep: Generated<bigint>;
  createdAt: Generated<Temporal.Instant>;
};

export type UserRecoveryCodeTable = {
  userId: string;
  codeHash: string;
  /** Of Argon2id; null: a SHA-256 of an earlier release. */
  salt: string | null;
  usedAt: Temporal.Instant | null;
};

export type UserPasskeyTable = {
  id: string;
  userId: string;
  name: string;
  publicKey: Buffer;
  counter: Generated<bigint>;
  transports: Generated<string[]>;
  createdAt: Generated<Temporal.Instant>;
  lastUsedAt: Temporal.Instant | null;
};

export type SignInStepTable = {
  tokenSha256: string;
  userId: string | null;
  kind: 'second_factor' | 'passkey' | 'new_passkey';
  challenge: string | null;
  tries: Generated<number>;
  expiresAt: Temporal.Instant;
};
