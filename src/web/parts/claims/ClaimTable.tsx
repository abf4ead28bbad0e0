import { canBeBooked } from '#core/claims/claim-states.ts';
import { useFormats } from '#web/formats.ts';
import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { type Column, DataTable, type DataTableProps } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { Tone } from '#web/ui/tokens.ts';
import styles from './claims.module.css';
import type { Claim, ClaimTarget } from './use-claim-acts.ts';

type Props = {
  claims: readonly Claim[];
  onAct: (target: ClaimTarget) => void;
  /** What the page says already: then it has no column of its own. */
  without?: readonly ('debtor' | 'document')[];
  table?: Partial<DataTableProps<Claim>>;
};

/** Claims with where they stand and what may be done with them. */
export function ClaimTable({ claims, onAct, without = [], table = {} }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const columns = columnsOf(t, company, onAct).filter(({ id }) => !without.some((one) => one === id));
  return (
    <DataTable
      label={t('nav.claims')}
      columns={columns}
      rows={claims}
      total={claims.length}
      rowKey={({ id }) => id}
      rowLabel={({ item, kind }) => `${item.number} ${t(`claim.kind.${kind}`)}`}
      empty={
        <EmptyState kind="nothingYet" title={t('claims.none')}>
          {t('claims.noneHint')}
        </EmptyState>
      }
      {...table}
    />
  );
}

function columnsOf(t: Texts, company: string, onAct: Props['onAct']): Column<Claim>[] {
  return [
    {
      id: 'document',
      label: t('claims.column.document'),
      card: 'title',
      cell: ({ item }) => (
        <a href={paths.item(company, item.id, { tab: 'claims' })} className="rp-figures">
          {item.number}
        </a>
      ),
    },
    {
      id: 'debtor',
      label: t('claims.column.debtor'),
      cell: ({ debtor }) => <DebtorLink debtor={debtor} />,
    },
    { id: 'what', label: t('claims.column.what'), cell: (claim) => <What claim={claim} /> },
    {
      id: 'notice',
      label: t('claims.column.notice'),
      cell: ({ notice }) => <span className="rp-figures">{notice.number}</span>,
    },
    { id: 'state', label: t('claims.column.state'), cell: (claim) => <State claim={claim} /> },
    {
      id: 'amount',
      label: t('claims.column.amount'),
      align: 'end',
      cell: ({ amount, currency }) => <MoneyText money={{ amount, currency }} quiet />,
    },
    {
      id: 'open',
      label: t('claims.column.open'),
      align: 'end',
      card: 'figure',
      cell: ({ open, currency }) => <MoneyText money={{ amount: open, currency }} />,
    },
    {
      id: 'more',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      width: '3rem',
      card: 'menu',
      cell: (claim) => <RowActs claim={claim} onAct={onAct} />,
    },
  ];
}

function What({ claim: { kind, from, to } }: { claim: Claim }) {
  const t = useTexts();
  const { dayShort } = useFormats();
  return (
    <span className={styles.what}>
      <span className={styles.kind}>{t(`claim.kind.${kind}`)}</span>
      {from && to && <small>{t('claims.days', { from: dayShort(from), to: dayShort(to) })}</small>}
    </span>
  );
}

const TONES = {
  claimed: 'notice',
  paid: 'good',
  waived: 'neutral',
  booked: 'info',
  carried: 'neutral',
  taken_back: 'neutral',
} as const satisfies Record<Claim['state'], Tone>;

function State({ claim: { state, carriedToNotice, item } }: { claim: Claim }) {
  const t = useTexts();
  const { day } = useFormats();
  return (
    <span className={styles.what}>
      <span>
        <Tag tone={TONES[state]}>{t(`claim.state.${state}`)}</Tag>
      </span>
      {carriedToNotice !== null && <small>{t('claims.carriedTo', { notice: carriedToNotice })}</small>}
      {state === 'claimed' && item.settledOn && (
        <small>{t('claims.debtPaid', { day: day(item.settledOn) })}</small>
      )}
    </span>
  );
}

function RowActs({ claim, onAct }: { claim: Claim; onAct: Props['onAct'] }) {
  const t = useTexts();
  const clerk = useClosedFor('clerk');
  const open = clerk ?? (claim.state === 'claimed' ? null : t('claims.notOpen'));
  const book = clerk ?? (canBeBooked(claim.state) ? null : t('claims.notToBook'));
  const claims = [claim];
  return (
    <ActionMenu
      label={t('claims.actions', { document: `${claim.item.number}, ${t(`claim.kind.${claim.kind}`)}` })}
      actions={[
        { id: 'pay', label: t('claims.pay'), closed: open, onClick: () => onAct({ act: 'pay', claims }) },
        {
          id: 'waive',
          label: t('claims.waive'),
          closed: open,
          onClick: () => onAct({ act: 'waive', claims }),
        },
        { id: 'book', label: t('claims.book'), closed: book, onClick: () => onAct({ act: 'book', claims }) },
      ]}
    />
  );
}
