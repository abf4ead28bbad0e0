import { Button, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useTell } from '#web/errors.ts';
import { hasPasskeys, PasskeyUnanswered, useGivePasskey } from '#web/parts/proof/passkeys.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import styles from './run.module.css';

type Release = Awaited<ReturnType<typeof client.security.showRelease>>;
const FREE: Release = { asksSecondFactor: false, fourEyes: false, closed: null };

/** Whether this user may approve the run now. Until that is known nothing is closed: the server decides anyway. */
export function useRelease(company: string, run: string, enabled: boolean): Release {
  const input = { company, run };
  return (
    useQuery({ ...api.security.showRelease.queryOptions({ input }), enabled, staleTime: 0 }).data ?? FREE
  );
}

/** Why a colleague must approve, or the second factor that is asked for once more. */
export function ReleaseNotes({ release: { closed, fourEyes, asksSecondFactor } }: { release: Release }) {
  const t = useTexts();
  if (closed) return <Note tone="warn">{t(`run.release.closed.${closed}`)}</Note>;
  return (
    <>
      {fourEyes && <Note tone="info">{t('run.release.fourEyes')}</Note>}
      {asksSecondFactor && <FactorFields />}
    </>
  );
}

/** Inside of another form: its own button, and no form of its own. */
function FactorFields() {
  const t = useTexts();
  const tell = useTell();
  const [code, setCode] = useState('');
  const give = useMutation(api.session.giveCode.mutationOptions({ meta: { inline: true } }));
  const passkey = useGivePasskey(() => undefined);
  const { data } = useQuery(api.secondFactor.show.queryOptions());
  const error = give.error ?? passkey.error;
  return (
    <div className={styles.factor}>
      <p>{t('run.release.factor')}</p>
      <div className={styles.factorFields}>
        <TextInput
          label={t('proof.code')}
          autoComplete="one-time-code"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            give.mutate({ code });
          }}
        />
        <Button variant="default" loading={give.isPending} onClick={() => give.mutate({ code })}>
          {t('proof.act')}
        </Button>
        {hasPasskeys() && (data?.passkeys.length ?? 0) > 0 && (
          <Button
            variant="default"
            leftSection={<IconFingerprint size={16} aria-hidden="true" />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate()}
          >
            {t('proof.passkey')}
          </Button>
        )}
      </div>
      {error && (
        <Note tone="bad" live>
          {error instanceof PasskeyUnanswered ? t('proof.passkeyFailed') : tell(error)}
        </Note>
      )}
    </div>
  );
}
