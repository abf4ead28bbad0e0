import { useQuery } from '@tanstack/react-query';
import { TestMail } from '#web/parts/TestMail.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { companyQuery } from './CompanyScreen.tsx';
import { MailForm } from './MailForm.tsx';
import { SentFolder } from './SentFolder.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

/** From whom the mails come, through which server, and whether they arrive. */
export function MailScreen() {
  const t = useTexts();
  const key = useCompanyKey();
  const company = useQuery(companyQuery(key));
  return (
    <SettingsFrame current="mail">
      {company.error && <ErrorState error={company.error} onRetry={() => void company.refetch()} />}
      {company.isPending && <LoadingState kind="detail" />}
      {company.data && (
        <>
          {company.data.isDemo && <Note tone="info">{t('mail.demo')}</Note>}
          <Section title={t('mail.sender')} lead={t('mail.senderHint')}>
            <MailForm company={company.data} />
          </Section>
          <Section title={t('transport.title')} lead={t('transport.lead')}>
            <SentFolder company={company.data.key} />
          </Section>
          <Section title={t('mail.test')} lead={t('mail.testHint')}>
            <TestMail company={company.data} />
          </Section>
        </>
      )}
    </SettingsFrame>
  );
}
