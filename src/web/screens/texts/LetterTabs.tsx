import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { PageTabs } from '#web/ui/PageTabs.tsx';

/** Words and looks of letters: two pages of one subject. */
export function LetterTabs({ current }: { current: 'texts' | 'layout' }) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <PageTabs
      label={t('texts.title')}
      current={current}
      tabs={[
        { id: 'texts', label: t('texts.tab'), href: paths.texts(company) },
        { id: 'layout', label: t('layout.tab'), href: paths.layout(company) },
      ]}
    />
  );
}
