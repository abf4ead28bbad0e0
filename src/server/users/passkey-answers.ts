import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { z } from 'zod';
import {
  type NewPasskeyAnswer,
  type NewPasskeyQuestion,
  type PasskeyAnswer,
  PasskeyQuestion,
} from '#contract/passkeys.ts';

/** The one place that knows the passkey library. */
type Site = { readonly url: string };
const MILLISECONDS = 120_000;
const Transport = PasskeyQuestion.shape.allowCredentials.element.shape.transports.element;

export type KnownPasskey = { readonly id: string; readonly transports: readonly string[] };
type Person = { readonly id: string; readonly email: string; readonly name: string };

/** A passkey that the device unlocks by finger, face or PIN: by itself it is two factors. */
export async function newPasskeyQuestion(
  { url }: Site,
  person: Person,
  known: readonly KnownPasskey[],
): Promise<z.infer<typeof NewPasskeyQuestion>> {
  const rpID = new URL(url).hostname;
  const { challenge, pubKeyCredParams, user } = await generateRegistrationOptions({
    rpName: 'Rappel',
    rpID,
    userID: new TextEncoder().encode(person.id),
    userName: person.email,
    userDisplayName: person.name,
  });
  return {
    rp: { id: rpID, name: 'Rappel' },
    user: { id: user.id, name: person.email, displayName: person.name },
    challenge,
    pubKeyCredParams,
    timeout: MILLISECONDS,
    attestation: 'none',
    excludeCredentials: known.map(described),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  };
}

export async function passkeyQuestion(
  { url }: Site,
  known: readonly KnownPasskey[],
): Promise<z.infer<typeof PasskeyQuestion>> {
  const rpId = new URL(url).hostname;
  const { challenge } = await generateAuthenticationOptions({ rpID: rpId });
  const allowCredentials = known.map(described);
  return { challenge, rpId, timeout: MILLISECONDS, allowCredentials, userVerification: 'required' };
}

type KeptPasskey = { readonly id: string; readonly publicKey: Buffer; readonly counter: bigint };
type NewPasskey = KeptPasskey & { readonly transports: string[] };

/** @returns the passkey to keep, or null where the answer does not fit the challenge, the site or itself. */
export async function readNewPasskey(
  { url }: Site,
  challenge: string,
  { id, rawId, type, response }: z.infer<typeof NewPasskeyAnswer>,
): Promise<NewPasskey | null> {
  const { clientDataJSON, attestationObject, transports = [] } = response;
  const verified = await orNull(
    verifyRegistrationResponse({
      response: {
        id,
        rawId,
        type,
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: new URL(url).origin,
      expectedRPID: new URL(url).hostname,
      requireUserVerification: true,
    }),
  );
  if (!verified?.verified) return null;
  const { credential } = verified.registrationInfo;
  return {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: BigInt(credential.counter),
    transports: transports.filter((each) => Transport.safeParse(each).success),
  };
}

/** @returns the counter to keep, or null where the answer does not fit. */
export async function readPasskeyAnswer(
  { url }: Site,
  challenge: string,
  passkey: KeptPasskey,
  { id, rawId, type, response }: z.infer<typeof PasskeyAnswer>,
): Promise<bigint | null> {
  const verified = await orNull(
    verifyAuthenticationResponse({
      response: { id, rawId, type, clientExtensionResults: {}, response },
      expectedChallenge: challenge,
      expectedOrigin: new URL(url).origin,
      expectedRPID: new URL(url).hostname,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: Number(passkey.counter),
      },
    }),
  );
  return verified?.verified ? BigInt(verified.authenticationInfo.newCounter) : null;
}

function described({ id, transports }: KnownPasskey) {
  const parsed = transports.flatMap((each) => Transport.safeParse(each).data ?? []);
  return { id, type: 'public-key' as const, transports: parsed };
}

/** The library throws where an answer does not fit, and where it is no answer at all. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch {
    return null;
  }
}
