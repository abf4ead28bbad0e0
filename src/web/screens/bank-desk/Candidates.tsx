import { CertaintyTag } from '#web/parts/bank/CertaintyTag.tsx';
import { Reasons } from '#web/parts/bank/Reasons.tsx';
import { useTexts } from '#web/texts.ts';
import { KeyHint } from '#web/ui/KeyHint.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { DeskLine, Match } from './draft.ts';
import styles from './line.module.css';

type Props = { line: DeskLine; picked: number; onPick: (rank: number) => void };

/** What the line may pay, best first, each with what speaks for it and against it. */
export function Candidates({ line, picked, onPick }: Props) {
  const t = useTexts();
  return (
    <section aria-label={t('desk.candidates')}>
      <ol className={styles.candidates}>
        {line.matches.map((match) => (
          <li key={match.rank}>
            <button
              type="button"
              className={styles.candidate}
              aria-pressed={match.rank === picked}
              onClick={() => onPick(match.rank)}
            >
              <span className={styles.candidateHead}>
                <KeyHint keys={String(match.rank)} quiet />
                <strong>{match.debtor?.name ?? t('desk.noDebtor')}</strong>
                <span className={styles.documents}>{documentsOf(match)}</span>
                <span className={styles.tags}>
                  {match.stale && <Tag tone="warn">{t('desk.stale')}</Tag>}
                  <CertaintyTag certainty={match.certainty} />
                </span>
              </span>
              <Reasons because={match.because} but={match.but} currency={line.currency} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

const SHOWN = 3;

/** The first documents of a proposal, and how many more there are. */
function documentsOf({ parts }: Match): string {
  const numbers = [...new Set(parts.flatMap(({ item }) => (item ? [item.number] : [])))];
  const more = numbers.length - SHOWN;
  return numbers.slice(0, SHOWN).join(', ') + (more > 0 ? ` +${more}` : '');
}
