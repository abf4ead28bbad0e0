import { TextInput } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { policyCalendar } from '#core/dunning/policy-calendar.ts';
import { api } from '#web/api.ts';
import { useTell } from '#web/errors.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { Note } from '#web/ui/Note.tsx';
import { PageHeader, Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { AddSteps } from './AddSteps.tsx';
import { CalendarCard } from './CalendarCard.tsx';
import { LawBehind } from './PolicyLaw.tsx';
import { PolicyRemedies } from './PolicyRemedies.tsx';
import { PolicyRules } from './PolicyRules.tsx';
import type { PolicyShown } from './PolicyScreen.tsx';
import { PolicyTrials } from './PolicyTrials.tsx';
import { PolicyVersions } from './PolicyVersions.tsx';
import styles from './policy.module.css';
import { StepCard } from './StepCard.tsx';
import { useExample } from './use-example.ts';
import { type PolicyDraft, usePolicyDraft } from './use-policy-draft.ts';

/** The steps and rules at the left, what they come to at the right; what is wrong stands beside its field. */
export function PolicyEditor({ policy }: { policy: PolicyShown }) {
  const t = useTexts();
  const company = useCompanyKey();
  const clerkOnly = useClosedFor('clerk');
  const draft = usePolicyDraft({ name: policy.name, body: policy.body });
  const example = useExample();
  const entries = policyCalendar(draft.body, example);
  const isOld = policy.shown !== policy.version;
  const readOnly =
    clerkOnly ?? (policy.archived ? t('policies.isArchived') : isOld ? t('policy.isOld') : null);
  const save = useSave(policy, draft);
  const tell = useTell();
  return (
    <>
      <PageHeader
        title={policy.name}
        beside={<Tags policy={policy} />}
        breadcrumbs={[{ label: t('nav.policies'), href: paths.policies(company) }]}
        actions={<Actions draft={draft} readOnly={readOnly} save={save} />}
      />
      {save.error && (
        <Note tone="bad" live>
          {tell(save.error)}
        </Note>
      )}
      {draft.problems.length > 0 && (
        <Note tone="warn">{t('policy.problems', { count: draft.problems.length })}</Note>
      )}
      <PolicyRemedies draft={draft} closed={readOnly !== null} />
      <div className={styles.editor}>
        <fieldset className={styles.left} disabled={readOnly !== null}>
          <Section title={t('policy.section.steps')}>
            <div className={styles.steps}>
              {draft.body.steps.map((step, index) => (
                <StepCard
                  // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity but its place.
                  key={index}
                  draft={draft}
                  step={step}
                  index={index}
                  startsOpen={index === 0 || draft.isChanged || readOnly !== null}
                  entries={entries.filter((entry) => entry.step === index)}
                  dueOn={example.dueOn}
                />
              ))}
              <AddSteps draft={draft} />
            </div>
          </Section>
          <Section title={t('policy.section.rules')}>
            <TextInput
              label={t('policies.name')}
              value={draft.name}
              maxLength={80}
              onChange={(event) => draft.setName(event.currentTarget.value)}
            />
            <PolicyRules draft={draft} />
          </Section>
        </fieldset>
        <aside className={styles.right} aria-label={t('policy.calendar')}>
          <CalendarCard entries={entries} example={example} />
          <LawBehind draft={draft} />
          <PolicyTrials policy={policy.id} draft={draft} />
          <PolicyVersions policy={policy} />
        </aside>
      </div>
    </>
  );
}

function Tags({ policy }: { policy: PolicyShown }) {
  const t = useTexts();
  return (
    <>
      {policy.isDefault && <Tag tone="good">{t('policies.default')}</Tag>}
      {policy.archived && <Tag tone="neutral">{t('policies.archived')}</Tag>}
      <Tag tone="neutral">{t('policies.version', { version: policy.shown })}</Tag>
    </>
  );
}

function useSave(policy: PolicyShown, draft: PolicyDraft) {
  const t = useTexts();
  const company = useCompanyKey();
  const change = useMutation({
    ...api.policies.change.mutationOptions({
      onSuccess: ({ version }) => {
        draft.markSaved();
        toastDone(t(version > policy.version ? 'policy.savedAsVersion' : 'act.saved', { version }));
      },
    }),
    meta: { inline: true },
  });
  const { name, body } = draft;
  return {
    error: change.error,
    isPending: change.isPending,
    run: () =>
      change.mutate({ company, policy: policy.id, version: policy.version, name: name.trim(), body }),
  };
}

type ActionProps = { draft: PolicyDraft; readOnly: string | null; save: ReturnType<typeof useSave> };

function Actions({ draft, readOnly, save }: ActionProps) {
  const t = useTexts();
  const group = t('nav.policies');
  const unsavable =
    draft.problems.length > 0
      ? t('policy.problems', { count: draft.problems.length })
      : draft.name.trim() === ''
        ? t('policies.nameMissing')
        : null;
  const closed = readOnly ?? (draft.isChanged ? unsavable : t('policy.unchanged'));
  const noUndo = readOnly ?? (draft.canUndo ? null : t('policy.unchanged'));
  useCommands([
    { id: 'policy.save', label: t('act.save'), group, keys: 'mod+s', run: save.run, closed },
    { id: 'policy.undo', label: t('act.undo'), group, keys: 'mod+z', run: draft.undo, closed: noUndo },
  ]);
  return (
    <>
      <ReasonButton
        variant="default"
        closed={noUndo}
        leftSection={<IconArrowBackUp size={16} />}
        onClick={draft.undo}
      >
        {t('act.undo')}
      </ReasonButton>
      <ReasonButton closed={closed} loading={save.isPending} onClick={save.run}>
        {t('act.save')}
      </ReasonButton>
    </>
  );
}
