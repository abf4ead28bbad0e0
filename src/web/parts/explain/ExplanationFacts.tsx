import type { client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { GateText } from '#web/parts/GateText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { FactList } from '#web/ui/Page.tsx';
import { ChangeText } from './ChangeText.tsx';
import styles from './explain.module.css';
import { stepName } from './step-name.ts';

export type Explained = Awaited<ReturnType<typeof client.explanations.explainDebtor>>['rows'][number];

/** The answer for one item on one day: yes or no, when, by which policy; then every gate and what would change it. */
export function ExplanationFacts({ explained }: { explained: Explained }) {
  const t = useTexts();
  const { gates, changes } = explained;
  return (
    <div className={styles.explanation}>
      <FactList
        facts={[
          { name: t('explain.answer'), value: answerOf(t, explained) },
          { name: t('explain.expected'), value: <Expected explained={explained} /> },
          { name: t('explain.next'), value: <Next explained={explained} /> },
          { name: t('explain.policy'), value: <Policy explained={explained} /> },
        ]}
      />
      {gates.length > 0 && (
        <div>
          <h3>{t('explain.gates')}</h3>
          <ol className={styles.gates}>
            {gates.map((gate) => (
              <li key={`${gate.because} ${JSON.stringify(gate.facts)}`}>
                <GateText gate={gate} />
                {gate.change && (
                  <div className="rp-muted">
                    <ChangeText change={gate.change} />
                  </div>
                )}
              </li>
            ))}
          </ol>
        </div>
      )}
      {changes.length > 0 && (
        <div>
          <h3>{t('explain.changes')}</h3>
          <ul className={styles.gates}>
            {changes.map((change) => (
              <li key={change.code}>
                <ChangeText change={change} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** In one line: reminded or not, and why not. */
export function answerOf(t: Texts, { open, proposed, gates }: Explained): string {
  if (Number(open.amount) === 0) return t('explain.answer.settled');
  if (proposed && gates.length > 0) return t('explain.answer.beside', { step: stepName(t, proposed) });
  if (proposed) return t('explain.answer.yes', { step: stepName(t, proposed) });
  return gates.length > 0 ? t('explain.answer.no', { count: gates.length }) : t('explain.answer.nothing');
}

function Expected({ explained: { expected, open } }: { explained: Explained }) {
  const t = useTexts();
  const { day } = useFormats();
  if (Number(open.amount) === 0) return <>{t('explain.answer.nothing')}</>;
  if (!expected) return <>{t('explain.expected.none')}</>;
  return <>{t('explain.expected.on', { step: stepName(t, expected), day: day(expected.on) })}</>;
}

function Next({ explained: { next } }: { explained: Explained }) {
  const t = useTexts();
  const { day } = useFormats();
  if (!next) return <>{t('explain.next.none')}</>;
  const { opensOn, countsFrom } = next;
  return <>{t('explain.next.on', { step: stepName(t, next), day: day(opensOn), from: day(countsFrom) })}</>;
}

function Policy({ explained: { policy } }: { explained: Explained }) {
  const t = useTexts();
  const company = useCompanyKey();
  if (!policy) return <>{t('explain.policy.none')}</>;
  const { id, name, version, because } = policy;
  return (
    <>
      <a href={paths.policy(company, id)}>{name}</a>{' '}
      <span className="rp-muted">
        · {t('explain.policy.version', { version })} · {t(`explain.policy.${because}`)}
      </span>
    </>
  );
}
