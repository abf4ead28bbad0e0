import { z } from 'zod';

/** Bytes as WebAuthn writes them in JSON: base64url. */
const Bytes = z.string().max(20_000);
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
const Known = z.object({
  id: Bytes,
  type: z.literal('public-key'),
  transports: z.array(z.enum(TRANSPORTS)),
});
const VERIFICATION = ['discouraged', 'preferred', 'required'] as const;

/** What navigator.credentials.create is asked with (WebAuthn level 3, PublicKeyCredentialCreationOptionsJSON). */
export const NewPasskeyQuestion = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: Bytes, name: z.string(), displayName: z.string() }),
  challenge: Bytes,
  pubKeyCredParams: z.array(z.object({ alg: z.number().int(), type: z.literal('public-key') })),
  timeout: z.number().int(),
  attestation: z.literal('none'),
  excludeCredentials: z.array(Known),
  authenticatorSelection: z.object({
    residentKey: z.enum(VERIFICATION),
    userVerification: z.enum(VERIFICATION),
  }),
});

/** What navigator.credentials.get is asked with. */
export const PasskeyQuestion = z.object({
  challenge: Bytes,
  rpId: z.string(),
  timeout: z.number().int(),
  allowCredentials: z.array(Known),
  userVerification: z.enum(VERIFICATION),
});

export const NewPasskeyAnswer = z.object({
  id: Bytes,
  rawId: Bytes,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});

export const PasskeyAnswer = z.object({
  id: Bytes,
  rawId: Bytes,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: Bytes, authenticatorData: Bytes, signature: Bytes }),
});
