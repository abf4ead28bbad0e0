import { Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { policyCalendar } from '#core/dunning/policy-calendar.ts';
import { api } from '#web/api.ts';
import { PolicyTimeline } from '#web/parts/PolicyTimeline.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './policies.module.css';

type Props = { opened: boolean; onClose: () => void };

/** A policy begins as a copy of a ready-made one, those of the company's country first; then it is edited. */
export function NewPolicyDialog({ opened, onClose }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('policies.add')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <ReadyChoices />
    </Modal>
  );
}

function ReadyChoices() {
  const t = useTexts();
  const company = useCompanyKey();
  const go = useGo();
  const { today } = useCompany();
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const ready = useQuery(api.policies.listReady.queryOptions({ input: { company } }));
  const copy = useMutation({
    ...api.policies.copyReady.mutationOptions({ onSuccess: ({ id }) => go(paths.policy(company, id)) }),
    meta: { inline: true },
  });
  const dueOn = Temporal.PlainDate.from(today).with({ day: 1 });
  const issuedOn = dueOn.subtract({ days: 30 });
  const pick = ready.data?.find(({ key }) => key === chosen) ?? ready.data?.[0];
  return (
    <>
      {ready.error && <ErrorState error={ready.error} onRetry={() => void ready.refetch()} />}
      {ready.isPending && <LoadingState kind="detail" />}
      {pick && (
        <Form
          wide
          act={t('policies.copyReady')}
          actFirst
          busy={copy.isPending}
          error={copy.error}
          onSubmit={() =>
            copy.mutate({ company, ready: pick.key, ...(name.trim() ? { name: name.trim() } : {}) })
          }
        >
          <fieldset className={styles.choices}>
            <legend>{t('policies.chooseReady')}</legend>
            {ready.data?.map((each) => (
              <label key={each.key} className={styles.choice}>
                <input
                  type="radio"
                  name="ready"
                  value={each.key}
                  checked={each.key === pick.key}
                  onChange={() => setChosen(each.key)}
                />
                <span className={styles.choiceWords}>
                  <strong>{t(`readyPolicy.${each.key}.name`)}</strong>
                  <small className="rp-muted">{t(`readyPolicy.${each.key}.about`)}</small>
                  <PolicyTimeline entries={policyCalendar(each.body, { issuedOn, dueOn })} dueOn={dueOn} />
                </span>
              </label>
            ))}
          </fieldset>
          <TextInput
            label={t('policies.name')}
            placeholder={pick.name}
            description={t('policies.nameHint')}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Form>
      )}
    </>
  );
}
