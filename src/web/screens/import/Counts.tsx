import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import { StatTile, StatTiles } from '#web/ui/StatTile.tsx';
import type { Result } from './types.ts';

/** The consequence in figures, before it happens and after: the same figures. */
export function Counts({ result, isDebtors }: { result: Result; isDebtors: boolean }) {
  const t = useTexts();
  const { number } = useFormats();
  const { documents, debtors, rows } = result;
  const added = number(debtors.added);
  const changed = number(debtors.changed);
  return (
    <StatTiles label={t('import.count.label')}>
      {!isDebtors && (
        <>
          <StatTile label={t('import.count.added')} value={number(documents.added)} tone="info" />
          <StatTile label={t('import.count.changed')} value={number(documents.changed)} tone="notice" />
          <StatTile label={t('import.count.settled')} value={number(documents.settled)} tone="good" />
          <StatTile label={t('import.count.unchanged')} value={number(documents.unchanged)} tone="neutral" />
          {documents.suspicious > 0 && (
            <StatTile label={t('import.count.suspicious')} value={number(documents.suspicious)} tone="warn" />
          )}
        </>
      )}
      <StatTile
        label={t('import.count.debtors')}
        value={number(debtors.added + debtors.changed + debtors.unchanged)}
        beside={t('import.count.debtorsOf', { added, changed })}
      />
      <StatTile
        label={t('import.count.rows')}
        value={number(rows.read)}
        beside={t('import.count.rejected', { count: rows.rejected })}
      />
    </StatTiles>
  );
}
