import type { Generated } from 'kysely';
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
  createdAt: Generated<Temporal.Instant>;
  updatedAt: Generated<Temporal.Instant>;
};

export type UserSessionTable = {
  id: string;
  userId: string;
  token: string;
  expiresAt: Temporal.Instant;
  ipAddress: string | null;
  userAgent: string | null;
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
  expiresAt: Temporal.Instant;
  createdAt: Generated<Temporal.Instant>;
};

export type SignInAttemptTable = { subject: string; failedAt: Temporal.Instant };
