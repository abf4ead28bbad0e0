import { PASSWORD_LENGTH, whyPasswordUnusable } from '#core/accounts/password.ts';
import { refuse } from '#core/refusal.ts';
import { isCommonPassword } from './frequent-passwords.ts';

type Owner = { readonly email: string; readonly name: string };

/** @throws Refusal password_too_short, password_common */
export function refuseWeakPassword(password: string, { email, name }: Owner): void {
  const words = ['rappel', email, name];
  const fault = whyPasswordUnusable(password, { words, isCommon: isCommonPassword });
  if (fault === 'too_short') refuse('password_too_short', { min: String(PASSWORD_LENGTH.min) });
  if (fault === 'common') refuse('password_common', {});
}
