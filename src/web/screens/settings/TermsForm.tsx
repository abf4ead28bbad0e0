import { Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { ClauseProblems } from './ClauseProblems.tsx';
import type { TermsShown } from './TermsScreen.tsx';
import styles from './terms.module.css';
import { type TermsFormValues, termsFormOf, termsWanted } from './terms-form.ts';

export function TermsForm({ terms }: { terms: TermsShown }) {
  const t = useTexts();
  const company = useCompany();
  const closed = useClosedFor('owner');
  const form = useForm<TermsFormValues>({ initialValues: termsFormOf(terms) });
  const change = useMutation(
    api.terms.change.mutationOptions({
      meta: { inline: true },
      onSuccess: () => toastDone(t('act.saved')),
    }),
  );
  const wanted = termsWanted(form.values);
  return (
    <Form
      onSubmit={() => change.mutate({ company: company.key, ...wanted })}
      busy={change.isPending}
      error={change.error}
      closed={closed}
      wide
    >
      <Section title={t('terms.clause.title')} lead={t('terms.clause.lead')}>
        <div className={styles.clause}>
          <Checkbox
            label={t('terms.hasClause')}
            description={t('terms.hasClauseHint')}
            {...form.getInputProps('hasClause', { type: 'checkbox' })}
          />
          {form.values.hasClause && <Clause form={form} currency={terms.currency} />}
          <ClauseProblems wanted={wanted} currency={terms.currency} />
        </div>
      </Section>
      <Section title={t('terms.company.title')}>
        <Checkbox
          label={t('terms.isSmall')}
          description={t('terms.isSmallHint')}
          mb={16}
          {...form.getInputProps('isSmall', { type: 'checkbox' })}
        />
        <Checkbox
          label={t('terms.takesOffVat')}
          description={t('terms.takesOffVatHint')}
          mb={16}
          {...form.getInputProps('takesOffVat', { type: 'checkbox' })}
        />
        <TextInput
          label={t('terms.goods')}
          description={t('terms.goodsHint')}
          maxLength={200}
          {...form.getInputProps('goods')}
        />
      </Section>
    </Form>
  );
}

type ClauseProps = { form: ReturnType<typeof useForm<TermsFormValues>>; currency: string };

function Clause({ form, currency }: ClauseProps) {
  const t = useTexts();
  return (
    <>
      <FieldRow>
        <TextInput
          label={t('terms.yearlyPercent')}
          description={t('terms.yearlyPercentHint')}
          inputMode="decimal"
          rightSection="%"
          maxLength={12}
          {...form.getInputProps('yearlyPercent')}
        />
        <TextInput
          label={t('terms.penaltyPercent')}
          description={t('terms.penaltyPercentHint')}
          inputMode="decimal"
          rightSection="%"
          maxLength={12}
          {...form.getInputProps('penaltyPercent')}
        />
      </FieldRow>
      {form.values.penaltyPercent.trim() !== '' && (
        <FieldRow>
          <AmountField
            label={t('terms.penaltyLeast')}
            value={form.values.penaltyLeast}
            currency={currency}
            onChange={(amount) => form.setFieldValue('penaltyLeast', amount)}
          />
          <AmountField
            label={t('terms.penaltyMost')}
            value={form.values.penaltyMost}
            currency={currency}
            onChange={(amount) => form.setFieldValue('penaltyMost', amount)}
          />
        </FieldRow>
      )}
    </>
  );
}
