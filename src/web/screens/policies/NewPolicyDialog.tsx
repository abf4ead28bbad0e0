import { Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { policyCalendar } from '#core/dunning/policy-calendar.ts';
import { DEBTOR_KINDS } from '#core/receivables/kinds.ts';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { PolicyTimeline } from '#web/parts/PolicyTimeline.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './policies.module.css';

type Ready = Awaited<ReturnType<typeof client.policies.listReady>>[number];
/** Which ones are shown; empty: all. */
type Wanted = { readonly country: string; readonly kind: string };

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
  const { today, country } = useCompany();
  const [wanted, setWanted] = useState<Wanted>({ country, kind: '' });
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const ready = useQuery(api.policies.listReady.queryOptions({ input: { company } }));
  const copy = useMutation({
    ...api.policies.copyReady.mutationOptions({ onSuccess: ({ id }) => go(paths.policy(company, id)) }),
    meta: { inline: true },
  });
  const dueOn = Temporal.PlainDate.from(today).with({ day: 1 });
  const issuedOn = dueOn.subtract({ days: 30 });
  const shown = ready.data?.filter((each) => isWanted(each, wanted)) ?? [];
  const pick = shown.find(({ key }) => key === chosen) ?? shown[0];
  return (
    <>
      {ready.error && <ErrorState error={ready.error} onRetry={() => void ready.refetch()} />}
      {ready.isPending && <LoadingState kind="detail" />}
      {ready.data && <Filters ready={ready.data} wanted={wanted} onChange={setWanted} />}
      {ready.data && !pick && <Note tone="notice">{t('policies.ready.none')}</Note>}
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
            {shown.map((each) => (
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
                  <OtherLaw ready={each} />
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

/** Those of the country and for the kind of debtor, and those made for any. */
function isWanted({ country, body }: Ready, wanted: Wanted): boolean {
  const ofCountry = wanted.country === '' || country === null || country === wanted.country;
  return ofCountry && (wanted.kind === '' || body.madeFor === undefined || body.madeFor === wanted.kind);
}

type FilterProps = {
  ready: readonly Ready[];
  wanted: Wanted;
  onChange: (wanted: Wanted) => void;
};

function Filters({ ready, wanted, onChange }: FilterProps) {
  const t = useTexts();
  const { country: nameOf } = useFormats();
  const own = useCompany().country;
  const countries = [...new Set([own, ...ready.flatMap(({ country }) => country ?? [])])];
  return (
    <div className={styles.filters}>
      <FieldRow>
        <NativeSelect
          label={t('policies.ready.country')}
          value={wanted.country}
          onChange={(event) => onChange({ ...wanted, country: event.currentTarget.value })}
          data={[
            { value: '', label: t('policies.ready.anyCountry') },
            ...countries.map((country) => ({ value: country, label: nameOf(country) })),
          ]}
        />
        <NativeSelect
          label={t('policies.ready.kind')}
          value={wanted.kind}
          onChange={(event) => onChange({ ...wanted, kind: event.currentTarget.value })}
          data={[
            { value: '', label: t('policies.ready.anyKind') },
            ...DEBTOR_KINDS.map((kind) => ({ value: kind, label: t(`policy.madeFor.${kind}`) })),
          ]}
        />
      </FieldRow>
    </div>
  );
}

/** A policy of another law than the company's own is copied without its costs, and says so. */
function OtherLaw({ ready }: { ready: Ready }) {
  const t = useTexts();
  const { country } = useFormats();
  const own = useCompany().country;
  if (ready.country === null || ready.country === own) return null;
  return (
    <small className="rp-muted">
      {t('policies.ready.otherLaw', { country: country(ready.country), own: country(own) })}
    </small>
  );
}
