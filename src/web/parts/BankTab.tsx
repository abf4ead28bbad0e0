import { lazy, Suspense } from 'react';
import { fetchWords } from '#web/texts.ts';
import { LoadingState } from '#web/ui/States.tsx';

type Props = { item: string } | { debtor: string };

const BankSide = lazy(async () => {
  const [{ BankSide: component }] = await Promise.all([import('./bank/BankSide.tsx'), fetchWords('bank')]);
  return { default: component };
});

/** What the bank has to say about a debtor or an item; fetched, with its words, when somebody looks. */
export function BankTab(props: Props) {
  return (
    <Suspense fallback={<LoadingState kind="detail" />}>
      <BankSide {...props} />
    </Suspense>
  );
}
