import { NumberInput, Radio, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { SECOND_FACTOR_RULES } from '#contract/security.ts';
import { api, type client } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { SecondFactorForm } from '#web/parts/proof/SecondFactorForm.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './SecurityForm.module.css';

type View = Awaited<ReturnType<typeof client.security.show>>;

/** The rules of a company for signing in and for approving. */
export function SecurityForm({ view }: { view: View }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const form = useSecurityForm(view);
  const change = useMutation(
    api.security.change.mutationOptions({
      meta: { inline: true },
      onSuccess: () => toastDone(t('act.saved')),
    }),
  );
  const { secondFactor, releaseAsksSecondFactor, isFourEyes, aboveAmount, aboveNotices } = form.values;
  const save = () => {
    const notices = aboveNotices === '' ? null : Number(aboveNotices);
    const fourEyes = isFourEyes ? { aboveAmount: aboveAmount || null, aboveNotices: notices } : null;
    change.mutate({ company, secondFactor, releaseAsksSecondFactor, fourEyes });
  };
  const asksFactor = isRefusedWith(change.error, 'second_factor_stale');
  return (
    <>
      <Form onSubmit={save} busy={change.isPending} error={change.error} closed={closed} wide>
        <Section title={t('security.accounts')}>
          <WhoMust view={view} form={form} />
        </Section>
        <Section title={t('security.release')}>
          <ReleaseRules view={view} form={form} />
        </Section>
      </Form>
      {asksFactor && <SecondFactorForm ways={['totp', 'passkey', 'recovery']} onProved={save} />}
    </>
  );
}

type SecurityFields = ReturnType<typeof useSecurityForm>;

function useSecurityForm({ secondFactor, releaseAsksSecondFactor, fourEyes }: View) {
  return useForm({
    initialValues: {
      secondFactor,
      releaseAsksSecondFactor,
      isFourEyes: fourEyes !== null,
      aboveAmount: fourEyes?.aboveAmount ?? '',
      aboveNotices: (fourEyes?.aboveNotices ?? '') as string | number,
    },
  });
}

function WhoMust({ view, form }: { view: View; form: SecurityFields }) {
  const t = useTexts();
  return (
    <>
      <Radio.Group label={t('security.secondFactor')} {...form.getInputProps('secondFactor')}>
        {SECOND_FACTOR_RULES.map((rule) => (
          <Radio key={rule} value={rule} label={t(`security.secondFactor.${rule}`)} mt={8} />
        ))}
      </Radio.Group>
      {view.installation !== 'optional' && (
        <Note tone="info">{t('security.installation', { rule: view.installation })}</Note>
      )}
      {view.without.length > 0 && (
        <Note tone="warn">{t('security.without', { names: view.without.join(', ') })}</Note>
      )}
    </>
  );
}

function ReleaseRules({ view: { currency }, form }: { view: View; form: SecurityFields }) {
  const t = useTexts();
  return (
    <>
      <Switch
        label={t('security.releaseFactor')}
        description={t('security.releaseFactorHint')}
        {...form.getInputProps('releaseAsksSecondFactor', { type: 'checkbox' })}
      />
      <Switch
        mt={16}
        label={t('security.fourEyesLabel')}
        description={t('security.fourEyesHint')}
        {...form.getInputProps('isFourEyes', { type: 'checkbox' })}
      />
      {form.values.isFourEyes && (
        <div className={styles.limits}>
          <FieldRow>
            <AmountField
              label={t('security.aboveAmount', { currency })}
              description={t('security.aboveAmountHint')}
              currency={currency}
              value={form.values.aboveAmount}
              onChange={(amount) => form.setFieldValue('aboveAmount', amount)}
            />
            <NumberInput
              label={t('security.aboveNotices')}
              description={t('security.aboveNoticesHint')}
              min={0}
              max={1_000_000}
              allowDecimal={false}
              {...form.getInputProps('aboveNotices')}
            />
          </FieldRow>
        </div>
      )}
    </>
  );
}
