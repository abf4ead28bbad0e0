import { useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ClaimRow } from '#contract/claims.ts';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { toastDone } from '#web/ui/toasts.tsx';

export type Claim = z.output<typeof ClaimRow>;
export type ClaimAct = 'waive' | 'pay' | 'book';
export type ClaimTarget = { readonly act: ClaimAct; readonly claims: readonly Claim[] };

const DONE = { waive: 'claims.done.waived', pay: 'claims.done.paid', book: 'claims.done.booked' } as const;

/** What may be done with claims; each act can be taken back from the message that tells of it. */
export function useClaimActs(onDone: () => void) {
  const t = useTexts();
  const company = useCompanyKey();
  const undo = useMutation(
    api.claims.undo.mutationOptions({ onSuccess: () => toastDone(t('claims.undone')) }),
  );
  const told = (act: ClaimAct) => ({
    meta: { inline: true },
    onSuccess: ({ acts }: { acts: string[] }) => {
      toastDone(t(DONE[act]), { undo: () => undo.mutate({ company, acts }) });
      onDone();
    },
  });
  const waive = useMutation(api.claims.waive.mutationOptions(told('waive')));
  const pay = useMutation(api.claims.pay.mutationOptions(told('pay')));
  const book = useMutation(api.claims.book.mutationOptions(told('book')));
  return { waive, pay, book };
}
