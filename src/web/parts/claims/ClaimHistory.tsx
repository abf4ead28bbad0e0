import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './claims.module.css';
import { InterestRows } from './InterestRows.tsx';

type Detail = Awaited<ReturnType<typeof client.claims.ofItem>>['claims'][number];

/** How each claim came about, and what became of it, act by act. */
export function ClaimHistory({ claims }: { claims: readonly Detail[] }) {
  const t = useTexts();
  const told = claims.filter(({ acts, rows }) => acts.length > 0 || rows.length > 0);
  if (told.length === 0) return null;
  return (
    <Section title={t('claims.history')}>
      {told.map((claim) => (
        <details key={claim.id} className={styles.below} open={claim.acts.length > 0}>
          <summary>
            {claim.item.number} · {t(`claim.kind.${claim.kind}`)} · {t('claims.column.notice')}{' '}
            {claim.notice.number}
          </summary>
          {claim.acts.length > 0 && (
            <ul className={styles.history}>
              {claim.acts.map((act) => (
                <Act key={act.id} act={act} currency={claim.currency} />
              ))}
            </ul>
          )}
          {claim.rows.length > 0 && <InterestRows rows={claim.rows} currency={claim.currency} />}
        </details>
      ))}
    </Section>
  );
}

function Act({ act, currency }: { act: Detail['acts'][number]; currency: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { money, day } = useFormats();
  const clerk = useClosedFor('clerk');
  const undo = useMutation(
    api.claims.undo.mutationOptions({ onSuccess: () => toastDone(t('claims.undone')) }),
  );
  const sentence = t('claims.historyOf', {
    amount: money({ amount: act.amount, currency }),
    act: t(`claim.act.${act.kind}`),
    on: day(act.on),
    by: act.by ?? 'Rappel',
  });
  return (
    <li data-undone={act.undone !== null || undefined}>
      {sentence}
      {act.reason && <span className="rp-muted">{` · ${act.reason}`}</span>}{' '}
      {act.undone === null && clerk === null && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={undo.isPending}
          onClick={() => undo.mutate({ company, acts: [act.id] })}
        >
          {t('act.undo')}
        </Button>
      )}
    </li>
  );
}
