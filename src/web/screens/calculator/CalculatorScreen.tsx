import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { isRefusedWith, useTell } from '#web/errors.ts';
import { paths } from '#web/paths.ts';
import { useView } from '#web/place.ts';
import { lastCompanyOf, useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { CalculatorForm } from './CalculatorForm.tsx';
import { CalculatorResult } from './CalculatorResult.tsx';
import styles from './calculator.module.css';
import { questionFrom, View } from './question.ts';

/** Interest and costs of one late debt by law. The URL is the question: copied, it asks the same again. */
export function CalculatorScreen() {
  const t = useTexts();
  const tell = useTell();
  const { user, companies } = useSession();
  const workplace = lastCompanyOf(companies);
  const [view, setView] = useView(View);
  const question = questionFrom(view);
  const answer = useQuery({
    ...api.interest.compute.queryOptions({ input: question ?? EMPTY }),
    enabled: question !== null,
    placeholderData: keepPreviousData,
    retry: false,
    meta: { inline: true },
  });
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    toastDone(t('calculator.copied'));
  };
  return (
    <main id="main" className={styles.room}>
      <Page>
        <PageHeader
          title={t('calculator.title')}
          lead={t('calculator.lead')}
          {...(user && { breadcrumbs: [{ label: 'Rappel', href: paths.home() }] })}
          actions={
            <Button variant="default" leftSection={<IconLink size={16} />} onClick={() => void copy()}>
              {t('calculator.copyLink')}
            </Button>
          }
        />
        <div className={styles.columns}>
          <Section title={t('calculator.question')}>
            <CalculatorForm view={view} onChange={setView} />
          </Section>
          <Section title={t('calculator.answer')}>
            {question === null && <p className="rp-muted">{t('calculator.incomplete')}</p>}
            {question !== null && answer.error && (
              <Note
                tone="bad"
                live
                {...(isRefusedWith(answer.error, 'rate_missing') &&
                  workplace && {
                    actions: <a href={paths.rates(workplace.key)}>{t('claims.toRates')}</a>,
                  })}
              >
                {tell(answer.error)}
              </Note>
            )}
            {question !== null && !answer.error && answer.data && <CalculatorResult answer={answer.data} />}
          </Section>
        </div>
      </Page>
    </main>
  );
}

/** Never sent: the query waits for a whole question. */
const EMPTY = { country: 'BE', amount: '', dueOn: '' };
