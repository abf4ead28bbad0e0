import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { ByPassword } from './ByPassword.tsx';
import styles from './SecondFactor.module.css';

type Session = Awaited<ReturnType<typeof client.session.listOpen>>[number];
/** One session, or null for all but this one. */
type Ending = { readonly session: Session | null };

/** Where the user is signed in, and the way out of it. */
export function OpenSessions() {
  const t = useTexts();
  const open = useQuery(api.session.listOpen.queryOptions());
  const [ending, setEnding] = useState<Ending | null>(null);
  const others = (open.data ?? []).filter(({ isPresent }) => !isPresent);
  return (
    <Section
      title={t('account.sessions')}
      lead={t('account.sessionsHint')}
      actions={
        others.length > 0 && (
          <Button variant="default" onClick={() => setEnding({ session: null })}>
            {t('account.endOthers')}
          </Button>
        )
      }
    >
      {open.error && <ErrorState error={open.error} onRetry={() => void open.refetch()} />}
      {open.isPending && <LoadingState />}
      <ul className={styles.passkeys} data-alone>
        {(open.data ?? []).map((session) => (
          <li key={session.id}>
            <span>
              <b>{session.browser ?? t('account.browserUnknown')}</b>{' '}
              {session.isPresent && <Tag tone="good">{t('account.sessionHere')}</Tag>}
              <span className="rp-muted">
                {' '}
                {t('account.sessionUsed')} <MomentText at={session.lastUsedAt} />
              </span>
            </span>
            {!session.isPresent && (
              <Button size="compact-sm" variant="subtle" onClick={() => setEnding({ session })}>
                {t('account.endSession')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Modal
        opened={ending !== null}
        onClose={() => setEnding(null)}
        title={t(ending?.session ? 'account.endSession' : 'account.endOthers')}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        {ending && <EndForm ending={ending} onDone={() => setEnding(null)} />}
      </Modal>
    </Section>
  );
}

function EndForm({ ending: { session }, onDone }: { ending: Ending; onDone: () => void }) {
  const t = useTexts();
  const end = useMutation(
    api.session.endOpen.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t(session ? 'account.sessionEnded' : 'account.othersEnded'));
        onDone();
      },
    }),
  );
  return (
    <ByPassword
      act={t(session ? 'account.endSession' : 'account.endOthers')}
      busy={end.isPending}
      error={end.error}
      onSubmit={(password) => end.mutate({ password, session: session?.id ?? null })}
    />
  );
}
