import { z } from 'zod';
import { NewPasskeyAnswer, NewPasskeyQuestion } from './passkeys.ts';
import { refusals } from './refusals.ts';
import { route } from './route.ts';
import { PASSWORD_LENGTH_MAX } from './session.ts';

const Proof = z.object({
  /** The user's password, asked again: a session left open changes nothing of how one signs in. */
  password: z.string().max(PASSWORD_LENGTH_MAX),
});

export const SecondFactorView = z.object({
  /** Since when an authenticator app is used; null where none is. */
  totpSince: z.iso.datetime().nullable(),
  passkeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: z.iso.datetime(),
      lastUsedAt: z.iso.datetime().nullable(),
    }),
  ),
  recoveryCodesLeft: z.number().int(),
  /** A company in which the user works, or the installation which they look after, asks for a second factor. */
  required: z.boolean(),
});

/** Codes to print, told once. */
const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
const WRONG = ['password_wrong', 'second_factor_stale', 'sign_in_too_often'] as const;

/** The signed-in user's second factor: an authenticator app, passkeys, and recovery codes. */
export const secondFactor = {
  show: route('GET', '/account/second-factor', 'signed_in').output(SecondFactorView),
  /** Makes a secret for an authenticator app. It counts once a first code was right. */
  beginTotp: route('POST', '/account/totp', 'signed_in')
    .input(Proof)
    .output(z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string() }))
    .errors(refusals(...WRONG, 'totp_in_use')),
  confirmTotp: route('PUT', '/account/totp', 'signed_in')
    .input(z.object({ code: z.string().trim().max(40) }))
    .output(RecoveryCodes.extend({ view: SecondFactorView }))
    .errors(refusals('code_wrong', 'totp_not_begun', 'sign_in_too_often')),
  removeTotp: route('POST', '/account/totp/removal', 'signed_in')
    .input(Proof)
    .output(SecondFactorView)
    .errors(refusals(...WRONG)),
  /** New recovery codes; the earlier ones stop working. */
  renewRecoveryCodes: route('POST', '/account/recovery-codes', 'signed_in')
    .input(Proof)
    .output(RecoveryCodes.extend({ view: SecondFactorView }))
    .errors(refusals(...WRONG, 'second_factor_absent')),
  askNewPasskey: route('POST', '/account/passkeys/question', 'signed_in')
    .input(Proof)
    .output(z.object({ options: NewPasskeyQuestion }))
    .errors(refusals(...WRONG)),
  addPasskey: route('POST', '/account/passkeys', 'signed_in')
    .input(z.object({ name: z.string().trim().min(1).max(80), response: NewPasskeyAnswer }))
    .output(RecoveryCodes.extend({ view: SecondFactorView }))
    .errors(refusals('passkey_refused', 'sign_in_step_over')),
  removePasskey: route('POST', '/account/passkeys/removal', 'signed_in')
    .input(Proof.extend({ passkey: z.string().max(2000) }))
    .output(SecondFactorView)
    .errors(refusals(...WRONG, 'passkey_unknown')),
};
