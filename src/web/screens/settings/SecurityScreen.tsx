import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { ApiKeyList } from './ApiKeyList.tsx';
import { type MadeKey, MadeKeyDialog } from './MadeKeyDialog.tsx';
import { NewKeyDrawer } from './NewKeyDrawer.tsx';
import { SecurityForm } from './SecurityForm.tsx';
import { SecurityLog } from './SecurityLog.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

/** Who must prove more than a password, who approves what, and which programs may come in. */
export function SecurityScreen() {
  const company = useCompanyKey();
  const isOwner = useClosedFor('owner') === null;
  const security = useQuery(api.security.show.queryOptions({ input: { company } }));
  return (
    <SettingsFrame current="security">
      {security.error && <ErrorState error={security.error} onRetry={() => void security.refetch()} />}
      {security.isPending && <LoadingState kind="detail" />}
      {security.data && <SecurityForm view={security.data} />}
      <ApiKeys />
      {isOwner && <SecurityLog />}
    </SettingsFrame>
  );
}

function ApiKeys() {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  return (
    <Section
      title={t('apiKey.title')}
      lead={
        <>
          {t('apiKey.lead')} <a href="/api/docs">{t('apiKey.docs')}</a>
        </>
      }
      actions={
        <ReasonButton closed={closed} onClick={() => setMaking(true)}>
          {t('apiKey.make')}
        </ReasonButton>
      }
    >
      {closed === null && <ApiKeyList company={company} />}
      <NewKeyDrawer company={company} opened={isMaking} onClose={() => setMaking(false)} onMade={setMade} />
      <MadeKeyDialog made={made} onClose={() => setMade(null)} />
    </Section>
  );
}
