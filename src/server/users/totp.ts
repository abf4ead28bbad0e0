import { createHmac, randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_SECONDS = 30;
/** A clock may be this many half minutes off. */
const DRIFT_STEPS = 1;

/** 160 random bits in the letters that an authenticator app takes. */
export function newTotpSecret(): string {
  return toBase32(randomBytes(20));
}

/** What the QR code says: whose account it is, where, and the secret. */
export function totpUri(secret: string, account: string, issuer = 'Rappel'): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`;
}

/**
 * The codes that are right at a moment (RFC 6238: SHA-1, six digits, half a minute), with the step each belongs to: the
 * one before, the present one and the next.
 */
export function codesAt(secret: string, at: Temporal.Instant): readonly { step: number; code: string }[] {
  const now = Math.floor(at.epochMilliseconds / 1000 / STEP_SECONDS);
  const key = fromBase32(secret);
  return Array.from({ length: 2 * DRIFT_STEPS + 1 }, (_, nth) => {
    const step = now - DRIFT_STEPS + nth;
    return { step, code: codeOfStep(key, step) };
  });
}

function codeOfStep(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', key).update(counter).digest();
  // RFC 4226, 5.3: the last half byte says where the four bytes stand, without their first bit.
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
