import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import type { Run } from './types.ts';

/** What a person had changed and recomputing could not keep: said, never silently lost. */
export function LostEdits({ run }: { run: Run }) {
  const t = useTexts();
  const lost = run.summary?.lostEdits ?? [];
  if (lost.length === 0) return null;
  return (
    <Note tone="warn" title={t('run.lostEdits', { count: lost.length })}>
      <ul>
        {lost.map(({ debtor, change, because }) => (
          <li key={`${debtor.id} ${change} ${because}`}>
            {t(`run.lostEdit.${because}`, { debtor: `${debtor.name} (${debtor.number})` })}
          </li>
        ))}
      </ul>
    </Note>
  );
}
