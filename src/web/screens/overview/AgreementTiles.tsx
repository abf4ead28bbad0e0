import { useFormats } from '#web/formats.ts';
import { AmountsText } from '#web/parts/AmountsText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { StatTile, StatTiles } from '#web/ui/StatTile.tsx';
import type { Overview } from './OverviewScreen.tsx';

/** What is contested, what is promised, and how far promises are kept; nothing while there was none of it. */
export function AgreementTiles({ agreements }: { agreements: Overview['agreements'] }) {
  const t = useTexts();
  const { number, percent } = useFormats();
  const company = useCompanyKey();
  const { disputed, promised, broken, ended, kept } = agreements;
  if (disputed.count + promised.count + broken + ended === 0) return null;
  return (
    <Section title={t('overview.agreements')}>
      <StatTiles label={t('overview.agreements')}>
        <StatTile
          label={t('overview.disputed')}
          value={disputed.count > 0 ? <AmountsText amounts={disputed.amounts} /> : number(0)}
          beside={t('overview.disputedCount', { count: disputed.count })}
          tone="notice"
          href={paths.items(company, { view: 'disputed' })}
        />
        <StatTile
          label={t('overview.promised')}
          value={promised.count > 0 ? <AmountsText amounts={promised.amounts} /> : number(0)}
          beside={t('overview.promisedCount', { count: promised.count })}
          tone="info"
          href={paths.items(company, { view: 'promised' })}
        />
        <StatTile
          label={t('overview.broken')}
          value={number(broken)}
          beside={t('overview.brokenWait')}
          tone={broken > 0 ? 'bad' : 'neutral'}
          href={paths.worklist(company, { kind: 'promise_broken' })}
        />
        {ended > 0 && (
          <StatTile
            label={t('overview.keptShare')}
            value={percent(kept / ended)}
            beside={t('overview.keptOf', { kept, ended })}
          />
        )}
      </StatTiles>
    </Section>
  );
}
