import { Select } from '@mantine/core';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { isLanguage } from '#web/machine-language.ts';
import { languageInItself } from '#web/notation.ts';

type Props = {
  label: string;
  description?: string;
  value: Language;
  onChange: (language: Language) => void;
};

/** One of the languages of the screens and letters, each by its own name. */
export function LanguageSelect({ label, description, value, onChange }: Props) {
  return (
    <Select
      label={label}
      description={description}
      value={value}
      onChange={(language) => language && isLanguage(language) && onChange(language)}
      data={LANGUAGES.map((language) => ({ value: language, label: languageInItself(language) }))}
    />
  );
}
