import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { SecondFactorForm } from '#web/parts/proof/SecondFactorForm.tsx';
import { useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { AppDialog } from './AppDialog.tsx';
import { PasskeyDialog } from './PasskeyDialog.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { type Removed, RemoveFactorDialog } from './RemoveFactorDialog.tsx';
import { RenewCodesDialog } from './RenewCodesDialog.tsx';
import styles from './SecondFactor.module.css';

type Dialog = 'app' | 'passkey' | 'codes' | null;

/** What a stolen password does not open: an app, passkeys, and codes for the day they are lost. */
export function SecondFactor() {
  const t = useTexts();
  const view = useQuery(api.secondFactor.show.queryOptions());
  const [dialog, setDialog] = useState<Dialog>(null);
  const [removed, setRemoved] = useState<Removed | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const done = (recoveryCodes: readonly string[]) => {
    setDialog(null);
    setCodes(recoveryCodes);
  };
  return (
    <Section title={t('factor.title')} lead={t('factor.lead')}>
      {view.error && <ErrorState error={view.error} onRetry={() => void view.refetch()} />}
      {view.isPending && <LoadingState />}
      {view.data && (
        <div className={styles.factors}>
          <Standing view={view.data} />
          <App since={view.data.totpSince} onSetUp={() => setDialog('app')} onRemove={setRemoved} />
          <Passkeys passkeys={view.data.passkeys} onAdd={() => setDialog('passkey')} onRemove={setRemoved} />
          {isOn(view.data) && (
            <Line
              title={t('factor.recovery')}
              words={t('factor.recoveryLeft', { count: view.data.recoveryCodesLeft })}
            >
              <Button size="compact-sm" variant="default" onClick={() => setDialog('codes')}>
                {t('factor.renewRecovery')}
              </Button>
            </Line>
          )}
        </div>
      )}
      <AppDialog opened={dialog === 'app'} onClose={() => setDialog(null)} onDone={done} />
      <PasskeyDialog opened={dialog === 'passkey'} onClose={() => setDialog(null)} onDone={done} />
      <RenewCodesDialog opened={dialog === 'codes'} onClose={() => setDialog(null)} onDone={done} />
      <RemoveFactorDialog removed={removed} onClose={() => setRemoved(null)} />
      <RecoveryCodes codes={codes} onClose={() => setCodes([])} />
    </Section>
  );
}

type View = NonNullable<ReturnType<typeof useView>>;
function useView() {
  return useQuery(api.secondFactor.show.queryOptions()).data;
}

function isOn({ totpSince, passkeys }: View): boolean {
  return totpSince !== null || passkeys.length > 0;
}

/** What stands between the user and what asks for a second factor: a company, or the installation. */
function Standing({ view }: { view: View }) {
  const t = useTexts();
  const { user } = useSession();
  if (!view.required || user?.secondFactorAt) return null;
  if (!isOn(view)) return <Note tone="notice">{t('factor.required')}</Note>;
  const ways = [
    ...(view.totpSince ? ['totp' as const] : []),
    ...(view.passkeys.length > 0 ? ['passkey' as const] : []),
    'recovery' as const,
  ];
  return (
    <>
      <Note tone="notice">{t('factor.again')}</Note>
      <SecondFactorForm ways={ways} onProved={() => undefined} />
    </>
  );
}

type AppProps = { since: string | null; onSetUp: () => void; onRemove: (removed: Removed) => void };

function App({ since, onSetUp, onRemove }: AppProps) {
  const t = useTexts();
  const { momentDay } = useDays();
  const words = since ? t('factor.appSince', { day: momentDay(since) }) : t('factor.none');
  return (
    <Line title={t('factor.app')} words={words}>
      {since ? (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onRemove({ kind: 'app', name: t('factor.app') })}
        >
          {t('factor.remove')}
        </Button>
      ) : (
        <Button size="compact-sm" onClick={onSetUp}>
          {t('factor.setUp')}
        </Button>
      )}
    </Line>
  );
}

type PasskeysProps = { passkeys: View['passkeys']; onAdd: () => void; onRemove: (removed: Removed) => void };

function Passkeys({ passkeys, onAdd, onRemove }: PasskeysProps) {
  const t = useTexts();
  const { momentDay } = useDays();
  return (
    <div>
      <Line title={t('factor.passkeys')} words={t('factor.passkeysHint')}>
        <Button size="compact-sm" variant={passkeys.length > 0 ? 'default' : 'filled'} onClick={onAdd}>
          {t('factor.addPasskey')}
        </Button>
      </Line>
      <ul className={styles.passkeys}>
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <li key={id}>
            <span>
              <b>{name}</b>{' '}
              <span className="rp-muted">
                {lastUsedAt
                  ? t('factor.passkeyUsed', { day: momentDay(lastUsedAt) })
                  : t('factor.passkeyAdded', { day: momentDay(createdAt) })}
              </span>
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={t('factor.removePasskey', { name })}
              onClick={() => onRemove({ kind: 'passkey', id, name })}
            >
              {t('factor.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Line({ title, words, children }: { title: string; words: string; children: React.ReactNode }) {
  return (
    <div className={styles.line}>
      <div>
        <b>{title}</b>
        <div className="rp-muted">{words}</div>
      </div>
      {children}
    </div>
  );
}

function useDays() {
  const { day } = useFormats();
  return { momentDay: (at: string) => day(at.slice(0, 10)) };
}
