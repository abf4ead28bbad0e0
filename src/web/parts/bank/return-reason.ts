import { isReturnReason } from '#core/bank/return-reasons.ts';
import type { TextKey, Texts } from '#web/texts.ts';

/** Why a bank sent money back, in words; a code that nobody knows is shown as the bank wrote it. */
export function returnReasonIn(t: Texts, code: string): string {
  return isReturnReason(code) ? t(`bankReturn.${code}` as TextKey) : code;
}
