import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Language } from '#core/receivables/kinds.ts';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { LawNotes } from '#web/parts/LawNotes.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { FactList, Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { ClaimDrawer } from './ClaimDrawer.tsx';
import { ClaimHistory } from './ClaimHistory.tsx';
import { ClaimTable } from './ClaimTable.tsx';
import styles from './claims.module.css';
import { InterestRows } from './InterestRows.tsx';
import { RegimeDrawer } from './RegimeDrawer.tsx';
import { RegimeLine } from './RegimeLine.tsx';
import { SheetDrawer, type SheetSubject } from './SheetDrawer.tsx';
import type { ClaimTarget } from './use-claim-acts.ts';

type Debtor = { readonly id: string; readonly name: string; readonly language?: Language };

/** Interest and costs on one item: what accrued, what was claimed, and what became of it. */
export function ItemClaims({ item, debtor }: { item: string; debtor: Debtor }) {
  const company = useCompanyKey();
  const found = useQuery(api.claims.ofItem.queryOptions({ input: { company, item } }));
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <LoadingState kind="detail" />;
  return (
    <>
      <Accrued accrued={found.data.accrued} />
      <Register register={found.data} of={{ item }} debtor={debtor} without={['debtor', 'document']} />
    </>
  );
}

/** The same over all items of a debtor. */
export function DebtorClaims({ debtor }: { debtor: Debtor }) {
  const company = useCompanyKey();
  const found = useQuery(api.claims.ofDebtor.queryOptions({ input: { company, debtor: debtor.id } }));
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <LoadingState kind="detail" />;
  return <Register register={found.data} of={{ debtor: debtor.id }} debtor={debtor} without={['debtor']} />;
}

type Accrual = Awaited<ReturnType<typeof client.claims.ofItem>>['accrued'];

function Accrued({ accrued }: { accrued: Accrual }) {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  if (!accrued) return <Note tone="neutral">{t('claims.accrued.none')}</Note>;
  const { currency, gap } = accrued;
  const sums = [
    ['interest', accrued.interest],
    ['compensation', accrued.compensation],
    ['unclaimed', accrued.unclaimed],
  ] as const;
  return (
    <Section title={t('claims.accrued', { day: day(accrued.on) })}>
      <dl className={styles.sums}>
        {sums.map(([name, amount]) => (
          <div key={name} data-main={name === 'unclaimed' || undefined}>
            <dt>{t(`claims.accrued.${name}`)}</dt>
            <dd>
              <MoneyText money={{ amount, currency }} />
            </dd>
          </div>
        ))}
      </dl>
      {!accrued.byPolicy && <p className="rp-muted">{t('claims.accrued.byLaw')}</p>}
      {gap && (
        <Note tone="warn" actions={<a href={paths.rates(company)}>{t('claims.toRates')}</a>}>
          {t('claims.gap', { series: gap.series, from: day(gap.from) })}
        </Note>
      )}
      <details className={styles.below}>
        <summary>{t('claims.rows')}</summary>
        <InterestRows rows={accrued.rows} currency={currency} />
        <LawNotes notes={accrued.notes} />
      </details>
    </Section>
  );
}

type Found = Awaited<ReturnType<typeof client.claims.ofDebtor>>;
type RegisterProps = {
  register: Found;
  of: SheetSubject;
  debtor: Debtor;
  without: readonly ('debtor' | 'document')[];
};

function Register({ register, of, debtor, without }: RegisterProps) {
  const t = useTexts();
  const { money } = useFormats();
  const clerk = useClosedFor('clerk');
  const [target, setTarget] = useState<ClaimTarget | null>(null);
  const [opened, setOpened] = useState<'sheet' | 'regime' | null>(null);
  const { claims, totals, regime } = register;
  const told = totals.map(({ currency, ...sums }) =>
    t('claims.totals', {
      open: money({ amount: sums.open, currency }),
      paid: money({ amount: sums.paid, currency }),
      waived: money({ amount: sums.waived, currency }),
    }),
  );
  return (
    <>
      <Section
        title={t('nav.claims')}
        lead={told.join(' · ')}
        actions={
          <ReasonButton variant="default" onClick={() => setOpened('sheet')}>
            {t('sheet.make')}
          </ReasonButton>
        }
      >
        <FactList facts={[{ name: t('regime.title'), value: <RegimeLine regime={regime} /> }]} />
        <div className={styles.actions}>
          <ReasonButton
            size="compact-sm"
            variant="default"
            closed={clerk}
            onClick={() => setOpened('regime')}
          >
            {t('regime.change')}
          </ReasonButton>
        </div>
      </Section>
      <ClaimTable claims={claims} onAct={setTarget} without={without} />
      <ClaimHistory claims={claims} />
      {claims.length > 0 && <p className="rp-muted">{t('claims.byHand')}</p>}
      <ClaimDrawer target={target} onClose={() => setTarget(null)} />
      <SheetDrawer
        of={of}
        language={debtor.language ?? null}
        opened={opened === 'sheet'}
        onClose={() => setOpened(null)}
      />
      <RegimeDrawer
        debtor={debtor}
        regime={regime}
        opened={opened === 'regime'}
        onClose={() => setOpened(null)}
      />
    </>
  );
}
