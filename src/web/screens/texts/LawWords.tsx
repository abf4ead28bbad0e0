import { NativeSelect } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { DEBTOR_KINDS, type DebtorKind } from '#core/receivables/kinds.ts';
import type { client } from '#web/api.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import styles from './texts.module.css';

type Mentions = Awaited<ReturnType<typeof client.texts.preview>>['mentions'];
type Props = {
  mentions: Mentions | undefined;
  kind: DebtorKind;
  onKind: (kind: DebtorKind) => void;
};

/** What the law wants said at this step: to be read, not to be changed. */
export function LawWords({ mentions, kind, onKind }: Props) {
  const t = useTexts();
  return (
    <Section title={t('texts.law.title')} lead={t('texts.law.lead')}>
      <NativeSelect
        label={t('texts.law.kind')}
        value={kind}
        onChange={(event) => {
          const next = event.currentTarget.value;
          onKind(DEBTOR_KINDS.find((one) => one === next) ?? kind);
        }}
        data={DEBTOR_KINDS.map((one) => ({ value: one, label: t(`policy.madeFor.${one}`) }))}
      />
      {mentions?.length === 0 && <p className="rp-muted">{t('texts.law.none')}</p>}
      {mentions?.map(({ title, lines }) => (
        <section key={title} className={styles.law} aria-label={title}>
          <strong className={styles.lawTitle}>
            <IconLock size={15} aria-hidden="true" /> {title}
          </strong>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
      ))}
    </Section>
  );
}
