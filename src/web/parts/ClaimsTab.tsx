import { lazy, Suspense } from 'react';
import type { Language } from '#core/receivables/kinds.ts';
import { LoadingState } from '#web/ui/States.tsx';

type Debtor = { readonly id: string; readonly name: string; readonly language?: Language };

const ItemClaims = lazy(() => import('./claims/ClaimsSide.tsx').then((it) => ({ default: it.ItemClaims })));
const DebtorClaims = lazy(() =>
  import('./claims/ClaimsSide.tsx').then((it) => ({ default: it.DebtorClaims })),
);

/** Interest and costs of a debtor or an item; fetched when somebody looks. */
export function ClaimsTab({ item, debtor }: { item?: string; debtor: Debtor }) {
  return (
    <Suspense fallback={<LoadingState kind="detail" />}>
      {item === undefined ? <DebtorClaims debtor={debtor} /> : <ItemClaims item={item} debtor={debtor} />}
    </Suspense>
  );
}
