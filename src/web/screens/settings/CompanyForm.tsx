import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { CountrySelect } from '#web/parts/CountrySelect.tsx';
import { LanguageSelect } from '#web/parts/LanguageSelect.tsx';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { AgeingBounds } from './AgeingBounds.tsx';
import type { Company } from './CompanyScreen.tsx';
import { type CompanyFormValues, companyFormOf, companyWanted } from './company-form.ts';

const ZONES = Intl.supportedValuesOf('timeZone');

export function CompanyForm({ company }: { company: Company }) {
  const t = useTexts();
  const closed = useClosedFor('owner');
  const form = useForm<CompanyFormValues>({ initialValues: companyFormOf(company) });
  const change = useMutation(
    api.companies.change.mutationOptions({
      meta: { inline: true },
      onSuccess: () => toastDone(t('act.saved')),
    }),
  );
  const submit = () => change.mutate({ company: company.key, ...companyWanted(form.values) });
  return (
    <Form onSubmit={submit} busy={change.isPending} error={change.error} closed={closed} wide>
      <Identity form={form} />
      <Contact form={form} />
      <Section title={t('settings.counting')} lead={t('settings.countingHint')}>
        <FieldRow>
          <NumberInput
            label={t('company.defaultTerms')}
            description={t('company.defaultTermsHint')}
            min={0}
            max={365}
            allowDecimal={false}
            suffix={` ${t('unit.days')}`}
            {...form.getInputProps('defaultTermsDays')}
          />
          <NumberInput
            label={t('company.promiseTolerance')}
            description={t('company.promiseToleranceHint')}
            min={0}
            max={30}
            allowDecimal={false}
            suffix={` ${t('unit.days')}`}
            {...form.getInputProps('promiseToleranceDays')}
          />
          <Select
            label={t('company.timeZone')}
            description={t('company.timeZoneHint')}
            searchable
            data={ZONES.includes(company.timeZone) ? ZONES : [company.timeZone, ...ZONES]}
            {...form.getInputProps('timeZone')}
          />
        </FieldRow>
        <AgeingBounds
          bounds={form.values.ageingBounds}
          onChange={(bounds) => form.setFieldValue('ageingBounds', bounds)}
        />
      </Section>
    </Form>
  );
}

type Part = { form: ReturnType<typeof useForm<CompanyFormValues>> };

function Identity({ form }: Part) {
  const t = useTexts();
  return (
    <Section title={t('settings.identity')} lead={t('settings.identityHint')}>
      <TextInput label={t('company.name')} required mb={16} {...form.getInputProps('name')} />
      <FieldRow>
        <CountrySelect
          label={t('company.country')}
          value={form.values.country}
          onChange={(country) => form.setFieldValue('country', country)}
        />
        <LanguageSelect
          label={t('company.language')}
          value={form.values.language}
          onChange={(language) => form.setFieldValue('language', language)}
        />
      </FieldRow>
      <TextInput
        label={t('company.street')}
        my={16}
        autoComplete="street-address"
        {...form.getInputProps('street')}
      />
      <FieldRow>
        <TextInput label={t('company.postalCode')} {...form.getInputProps('postalCode')} />
        <TextInput label={t('company.city')} {...form.getInputProps('city')} />
      </FieldRow>
    </Section>
  );
}

function Contact({ form }: Part) {
  const t = useTexts();
  return (
    <Section title={t('settings.legal')} lead={t('settings.legalHint')}>
      <FieldRow>
        <TextInput label={t('company.enterpriseNumber')} {...form.getInputProps('enterpriseNumber')} />
        <TextInput label={t('company.vatNumber')} {...form.getInputProps('vatNumber')} />
        <TextInput label="IBAN" {...form.getInputProps('iban')} />
        <TextInput label="BIC" {...form.getInputProps('bic')} />
        <TextInput label={t('company.phone')} type="tel" {...form.getInputProps('phone')} />
        <TextInput label={t('company.email')} type="email" {...form.getInputProps('email')} />
      </FieldRow>
      <TextInput label={t('company.website')} my={16} {...form.getInputProps('website')} />
      <Textarea
        label={t('company.legalFooter')}
        description={t('company.legalFooterHint')}
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('legalFooter')}
      />
    </Section>
  );
}
