import { Select } from '@mantine/core';
import { useFormats } from '#web/formats.ts';
import { COUNTRIES_FIRST, COUNTRIES_REST } from '#web/notation.ts';

type Props = { label: string; value: string; onChange: (country: string) => void; description?: string };

/** A country by its name in the reader's language. */
export function CountrySelect({ label, value, onChange, description }: Props) {
  const { country, compare } = useFormats();
  const option = (code: string) => ({ value: code, label: country(code) });
  const rest = COUNTRIES_REST.map(option).sort((a, b) => compare(a.label, b.label));
  return (
    <Select
      label={label}
      description={description}
      searchable
      required
      value={value}
      onChange={(code) => code && onChange(code)}
      data={[...COUNTRIES_FIRST.map(option), ...rest]}
    />
  );
}
