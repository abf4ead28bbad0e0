import { Button } from '@mantine/core';
import { untoldPlace } from '#core/problem.ts';
import { useFormats } from '#web/formats.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import styles from './import.module.css';
import type { Import, Problem, Result } from './types.ts';
import { useProblemText } from './use-problem-text.ts';

const SHOWN = 5;

/** Problems by their cure: what is mended the same way stands together, with the first places. */
export function ProblemGroups({
  company,
  shown,
  result,
}: {
  company: string;
  shown: Import;
  result: Result;
}) {
  const t = useTexts();
  const { number } = useFormats();
  if (result.problemCount === 0) return null;
  const rest = result.problemCount - result.problems.length;
  const href = `/api/companies/${company}/imports/${shown.id}/rejected`;
  return (
    <Note tone="warn" title={t('import.problems.title', { count: result.problemCount })}>
      {[...groupsOf(result.problems)].map(([code, problems]) => (
        <Group key={code} problems={problems} />
      ))}
      {rest > 0 && <p>{t('import.problems.more', { count: number(rest) })}</p>}
      {shown.format !== 'ubl' && (
        <Button component="a" href={href} download variant="default" size="compact-sm" mt={8}>
          {t('import.problems.download')}
        </Button>
      )}
    </Note>
  );
}

export function SuspiciousNote({ result }: { result: Result }) {
  const t = useTexts();
  if (result.suspicious.length === 0) return null;
  return (
    <Note tone="notice" title={t('import.suspicious.title')}>
      {[...groupsOf(result.suspicious)].map(([code, problems]) => (
        <Group key={code} problems={problems} />
      ))}
    </Note>
  );
}

function Group({ problems }: { problems: readonly Problem[] }) {
  const t = useTexts();
  const textOf = useProblemText();
  return (
    <div className={styles.group}>
      <strong>{t('import.problems.group', { count: problems.length })}</strong>
      <ul>
        {problems.slice(0, SHOWN).map((problem) => (
          <li key={`${problem.at.row} ${problem.at.column} ${Object.values(problem.facts).join()}`}>
            {placed(t, untoldPlace(problem))}
            {textOf(problem)}
          </li>
        ))}
        {problems.length > SHOWN && <li>{t('import.problems.more', { count: problems.length - SHOWN })}</li>}
      </ul>
    </div>
  );
}

function placed(t: Texts, { row, column }: Problem['at']): string {
  if (row > 0) return `${t(column ? 'import.problems.place' : 'import.problems.row', { row, column })}: `;
  return column ? `${column}: ` : '';
}

function groupsOf(problems: readonly Problem[]): Map<string, Problem[]> {
  return Map.groupBy(problems, ({ code }) => code);
}
