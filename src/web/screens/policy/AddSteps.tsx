import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { LEVELS_MAX } from '#core/dunning/check-policy.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { Note } from '#web/ui/Note.tsx';
import { withNewStep } from './draft.ts';
import styles from './policy.module.css';
import type { PolicyDraft } from './use-policy-draft.ts';

/** What a policy may do beside its levels. */
const BESIDE = ['call', 'task', 'statement', 'acceptance', 'hand_over'] as const satisfies StepKind[];

/** A further step at the end of a policy, or a courtesy reminder at its beginning. */
export function AddSteps({ draft }: { draft: PolicyDraft }) {
  const t = useTexts();
  const { steps } = draft.body;
  const notices = steps.filter(({ kind }) => kind === 'notice').length;
  const has = (wanted: StepKind) => steps.some(({ kind }) => kind === wanted);
  const problem = draft.errorAt('steps');
  const add = (kind: StepKind) => () => draft.set((body) => withNewStep(body, kind));
  return (
    <div className={styles.add}>
      <Button
        variant="default"
        leftSection={<IconPlus size={16} />}
        disabled={notices >= LEVELS_MAX}
        onClick={add('notice')}
      >
        {t('policy.addNotice')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPlus size={16} />}
        disabled={has('courtesy')}
        onClick={add('courtesy')}
      >
        {t('policy.addCourtesy')}
      </Button>
      <ActionMenu
        actions={BESIDE.filter((kind) => kind !== 'hand_over' || !has(kind)).map((kind) => ({
          id: kind,
          label: t(`stepKind.${kind}`),
          onClick: add(kind),
        }))}
      >
        <Button variant="default" leftSection={<IconPlus size={16} />}>
          {t('policy.addStep')}
        </Button>
      </ActionMenu>
      {problem && <Note tone="bad">{problem}</Note>}
    </div>
  );
}
