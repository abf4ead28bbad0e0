import { TextInput } from '@mantine/core';
import type { Language } from '#core/receivables/kinds.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow } from '#web/ui/Form.tsx';
import { CountrySelect } from './CountrySelect.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';

export type NewCompanyForm = { companyName: string; country: string; letters: Language };

/** Any form that holds these fields among its own. */
type HasNewCompany = { values: NewCompanyForm; setValues: (patch: Partial<NewCompanyForm>) => void };

export function newCompanyStart(language: Language): NewCompanyForm {
  const region = new Intl.Locale(navigator.language).maximize().region ?? 'BE';
  return { companyName: '', country: region === 'US' ? 'BE' : region, letters: language };
}

/** The form turned into the request. Currency and time zone follow from the country. */
export function newCompanyWanted({ companyName, country, letters }: NewCompanyForm) {
  return { name: companyName, country, language: letters };
}

/** What must be known of a company before anything can begin: three fields. */
export function NewCompanyFields({ form }: { form: HasNewCompany }) {
  const t = useTexts();
  const set = (patch: Partial<NewCompanyForm>) => form.setValues(patch);
  return (
    <>
      <TextInput
        label={t('company.name')}
        required
        autoComplete="organization"
        value={form.values.companyName}
        onChange={(event) => set({ companyName: event.currentTarget.value })}
      />
      <FieldRow>
        <CountrySelect
          label={t('company.country')}
          value={form.values.country}
          onChange={(country) => set({ country })}
        />
        <LanguageSelect
          label={t('company.language')}
          value={form.values.letters}
          onChange={(letters) => set({ letters })}
        />
      </FieldRow>
    </>
  );
}
