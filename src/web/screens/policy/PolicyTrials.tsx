import { useMutation, useQuery } from '@tanstack/react-query';
import { isLawProblem } from '#core/lawfulness/law-problem.ts';
import { api } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import styles from './policy.module.css';
import type { PolicyDraft } from './use-policy-draft.ts';

const trialsQuery = (company: string, policy: string) =>
  api.whatIfs.list.queryOptions({ input: { company, policy } });

/** Tries the policy as it stands in the editor on the months that have passed; the trials made before stand below. */
export function PolicyTrials({ policy, draft }: { policy: string; draft: PolicyDraft }) {
  const t = useTexts();
  const company = useCompanyKey();
  const go = useGo();
  const clerkOnly = useClosedFor('clerk');
  const { data } = useQuery(trialsQuery(company, policy));
  const start = useMutation(
    api.whatIfs.start.mutationOptions({ onSuccess: ({ id }) => go(paths.whatIf(company, id)) }),
  );
  // What is against the law may be tried: the answer names the clashes.
  const wrong = draft.problems.filter((problem) => !isLawProblem(problem)).length;
  const closed = clerkOnly ?? (wrong > 0 ? t('policy.problems', { count: wrong }) : null);
  return (
    <Section title={t('whatIf.trials')} lead={t('whatIf.tryHint')}>
      <div className={styles.trials}>
        <ReasonButton
          variant="default"
          closed={closed}
          loading={start.isPending}
          onClick={() => start.mutate({ company, policy, body: draft.body })}
        >
          {t('whatIf.try')}
        </ReasonButton>
        {data && data.length > 0 && (
          <ul className={styles.versions}>
            {data.map(({ id, createdAt, createdBy, state }) => (
              <li key={id}>
                <a href={paths.whatIf(company, id)}>
                  <MomentText at={createdAt} />
                </a>
                {createdBy && <span>{t('policy.changes.by', { user: createdBy })}</span>}
                <span className="rp-muted">{t(`whatIf.state.${state}`)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}
