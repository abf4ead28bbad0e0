import { Radio, Select } from '@mantine/core';
import { Choices as ChoicesSchema } from '#contract/imports.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import styles from './import.module.css';
import type { Choices, Problem, Table } from './types.ts';
import { useProblemText } from './use-problem-text.ts';

type Props = { table: Table; choices: Choices; onChange: (patch: Partial<Choices>) => void };

const ENCODINGS = ['utf-8', 'windows-1252', 'iso-8859-15', 'cp850', 'utf-16le', 'utf-16be'];

/** How the file writes characters, amounts and days: detected, shown, and asked where two readings are possible. */
export function FormatsStep({ table, choices, onChange }: Props) {
  const t = useTexts();
  const isAsked = (code: string) => table.questions.some((question) => question.code === code);
  const read = (patch: Record<string, string | null>) => {
    const found = ChoicesSchema.safeParse({ ...choices, ...patch });
    if (found.success) onChange(found.data);
  };
  return (
    <Section title={t('import.step.formats')}>
      <div className={styles.stack}>
        {table.questions.map((question) => (
          <Question key={question.code + question.at.column} question={question} onAnswer={read} />
        ))}
        <div className={styles.formats}>
          {table.encoding && (
            <Select
              label={t('import.formats.encoding')}
              data={ENCODINGS}
              value={table.encoding}
              allowDeselect={false}
              onChange={(encoding) => read({ encoding })}
            />
          )}
          {table.separator && (
            <Select
              label={t('import.formats.separator')}
              data={[';', ',', '|', '\t'].map((value) => ({
                value,
                label: value === '\t' ? t('import.formats.tab') : value,
              }))}
              value={table.separator}
              allowDeselect={false}
              onChange={(separator) => read({ separator })}
            />
          )}
          <Select
            label={t('import.formats.decimal')}
            placeholder={t(
              isAsked('decimal_sign_ambiguous') ? 'import.formats.asked' : 'import.formats.unneeded',
            )}
            data={useDecimals()}
            value={table.decimal}
            onChange={(decimal) => decimal && read({ decimal })}
          />
          <Select
            label={t('import.formats.days')}
            placeholder={t(
              isAsked('day_order_ambiguous') ? 'import.formats.asked' : 'import.formats.unneeded',
            )}
            data={useOrders()}
            value={table.days}
            onChange={(days) => days && read({ days })}
          />
        </div>
      </div>
      <FirstRows table={table} />
    </Section>
  );
}

function useDecimals() {
  const t = useTexts();
  return [
    { value: ',', label: t('import.formats.comma') },
    { value: '.', label: t('import.formats.point') },
  ];
}

function useOrders() {
  const t = useTexts();
  return [
    { value: 'dmy', label: t('import.formats.dmy') },
    { value: 'mdy', label: t('import.formats.mdy') },
  ];
}

/** One thing the file leaves open. A missing column is answered in the step above. */
function Question({
  question,
  onAnswer,
}: {
  question: Problem;
  onAnswer: (patch: Record<string, string>) => void;
}) {
  const t = useTexts();
  const textOf = useProblemText();
  const [decimals, orders] = [useDecimals(), useOrders()];
  const asked = { decimal_sign_ambiguous: decimals, day_order_ambiguous: orders }[question.code];
  const name = question.code === 'decimal_sign_ambiguous' ? 'decimal' : 'days';
  return (
    <Note tone="warn" title={t('import.question.title')}>
      <p>{textOf(question)}</p>
      {asked && (
        <Radio.Group
          aria-label={question.at.column}
          value=""
          onChange={(value) => onAnswer({ [name]: value })}
        >
          <div className={styles.row}>
            {asked.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </div>
        </Radio.Group>
      )}
    </Note>
  );
}

function FirstRows({ table }: { table: Table }) {
  const t = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard (WCAG 2.1.1).
    <section className={styles.rows} aria-label={t('import.formats.preview')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('import.formats.row')}</th>
            {table.columns.map(({ header, field }) => (
              <th key={header} scope="col">
                {field ? t(`import.field.${field}`) : <span className="rp-muted">{header}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.firstRows.map(({ row, cells }) => (
            <tr key={row}>
              <td>{row}</td>
              {table.columns.map(({ header }, index) => (
                <td key={header}>{cells[index] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
