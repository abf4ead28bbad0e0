import { useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import type { SettlementView } from '#contract/settlement-views.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { DayText, MomentText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './bank.module.css';
import { decidedBy } from './decided-by.ts';

type Settlement = z.output<typeof SettlementView>;
const LEDGER_TONES = { own: 'neutral', provisional: 'notice', confirmed: 'good' } as const;

/** One payment as it was settled: what it lowered by how much, who decided so, and the way back. */
export function SettlementEntry({ settlement }: { settlement: Settlement }) {
  const t = useTexts();
  const company = useCompanyKey();
  const clerk = useClosedFor('clerk');
  const undo = useMutation(
    api.settlements.undo.mutationOptions({ onSuccess: () => toastDone(t('desk.takenBack')) }),
  );
  const { line, amount, currency, parts, undoneAt } = settlement;
  const ledger = parts.find(({ item }) => item)?.ledger;
  return (
    <li>
      <div className={styles.settlementHead}>
        <span className={undoneAt ? styles.undone : undefined}>
          <strong>{line.counterparty ?? t('desk.nobody')}</strong> <DayText day={line.bookedOn} />
        </span>
        <strong>
          <MoneyText money={{ amount, currency }} quiet={undoneAt !== null} />
        </strong>
      </div>
      <ul className={styles.parts}>
        {parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the settlement, which never changes.
          <PartLine key={at} part={part} />
        ))}
      </ul>
      {settlement.returnedBy && <Note tone="warn">{t('bankSide.returned')}</Note>}
      <div className={styles.settlementHead}>
        <small className="rp-muted">
          {t(`decision.origin.${settlement.origin}`)} · {decidedBy(settlement)} ·{' '}
          <MomentText at={settlement.madeAt} />
          {settlement.note && ` · ${settlement.note}`}
          {undoneAt && ` · ${t('bankSide.undone', { who: settlement.undoneBy ?? 'Rappel' })}`}
        </small>
        <span className={styles.fresh}>
          {ledger && !undoneAt && <Tag tone={LEDGER_TONES[ledger]}>{t(`bankSide.ledger.${ledger}`)}</Tag>}
          {!undoneAt && (
            <ReasonButton
              size="compact-sm"
              variant="default"
              closed={clerk}
              loading={undo.isPending}
              onClick={() => undo.mutate({ company, settlements: [settlement.id] })}
            >
              {t('desk.undoThis')}
            </ReasonButton>
          )}
        </span>
      </div>
    </li>
  );
}

function PartLine({ part }: { part: Settlement['parts'][number] }) {
  const t = useTexts();
  const { money } = useFormats();
  const company = useCompanyKey();
  const { item, kind, amount, currency, openBefore, openAfter } = part;
  const shown = (value: string) => money({ amount: value, currency });
  return (
    <li>
      {item && <a href={paths.item(company, item.id)}>{item.number}</a>}
      <span>
        {item
          ? t('bankSide.part', {
              kind: t(`settlementPart.${kind}`),
              amount: shown(amount),
              openBefore: shown(openBefore),
              openAfter: shown(openAfter),
            })
          : `${t(`settlementPart.${kind}`)} ${shown(amount)}`}
      </span>
    </li>
  );
}
