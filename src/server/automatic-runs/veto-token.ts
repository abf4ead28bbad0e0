import { z } from 'zod';
import { refuse } from '#core/refusal.ts';
import { seal, unseal } from '#server/platform/secret.ts';
import type { Tools } from '#server/platform/tools.ts';

const PURPOSE = 'veto of an automatic run';
const VERSION = 'v1.';
const Sealed = z.object({
  companyId: z.uuid(),
  runOn: z.iso.date(),
  userId: z.string(),
  expiresAt: z.string(),
});

/** Whose veto, of which day. */
export type Veto = {
  readonly companyId: string;
  readonly runOn: Temporal.PlainDate;
  readonly userId: string;
};

/** A text that only this installation can make or read, good for stopping one day and nothing else. */
export function vetoToken(
  { installation }: Pick<Tools, 'installation'>,
  { companyId, runOn, userId }: Veto,
  expiresAt: Temporal.Instant,
): string {
  const facts = { companyId, runOn: runOn.toString(), userId, expiresAt: expiresAt.toString() };
  // A path with a point in it is a file's to the web server.
  return seal(installation.secret, PURPOSE, JSON.stringify(facts)).replace(VERSION, '');
}

/** What stands in it, and until when it is good. @throws Refusal veto_link_unusable where it is incomplete or not ours */
export function readVetoToken(
  { installation }: Pick<Tools, 'installation'>,
  token: string,
): Veto & { readonly expiresAt: Temporal.Instant } {
  const text = unseal(installation.secret, PURPOSE, `${VERSION}${token}`) ?? refuse('veto_link_unusable', {});
  const { companyId, runOn, userId, expiresAt } = Sealed.parse(JSON.parse(text));
  const veto = { companyId, runOn: Temporal.PlainDate.from(runOn), userId };
  return { ...veto, expiresAt: Temporal.Instant.from(expiresAt) };
}

/** Where the web opens it. */
export function vetoAddress(url: string, token: string): string {
  return `${url}/veto/${token}`;
}
