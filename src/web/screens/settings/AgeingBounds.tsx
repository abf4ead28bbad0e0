import { ActionIcon, Button, NumberInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';
import type { Tone } from '#web/ui/tokens.ts';
import styles from './AgeingBounds.module.css';

const MOST = 8;
const TONES = ['notice', 'warn', 'bad'] as const satisfies readonly Tone[];

type Props = { bounds: readonly number[]; onChange: (bounds: number[]) => void };

/** The upper bounds of the ageing tiles, with the tiles they make beside them. */
export function AgeingBounds({ bounds, onChange }: Props) {
  const t = useTexts();
  const set = (at: number, value: number) =>
    onChange(bounds.map((bound, each) => (each === at ? value : bound)));
  const add = () => onChange([...bounds, (bounds.at(-1) ?? 0) + 30]);
  const tiles = [...bounds.map((bound, at) => [(bounds[at - 1] ?? 0) + 1, bound] as const)];
  return (
    <fieldset className={styles.bounds}>
      <legend>{t('company.ageingBounds')}</legend>
      <p className="rp-muted">{t('company.ageingBoundsHint')}</p>
      <div className={styles.inputs}>
        {bounds.map((bound, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bound is its place in the row; it has no other identity.
          <span key={at} className={styles.bound}>
            <NumberInput
              aria-label={t('company.ageingBound', { number: at + 1 })}
              value={bound}
              min={1}
              max={3650}
              allowDecimal={false}
              hideControls
              w={72}
              onChange={(value) => set(at, Number(value))}
            />
            {bounds.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('company.ageingBoundRemove', { days: bound })}
                onClick={() => onChange(bounds.filter((_, each) => each !== at))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </span>
        ))}
        {bounds.length < MOST && (
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={add}>
            {t('company.ageingBoundAdd')}
          </Button>
        )}
      </div>
      <div className={styles.inputs}>
        <Tag>{t('ageing.notDue')}</Tag>
        {tiles.map(([from, to], at) => (
          <Tag key={`${from}-${to}`} tone={TONES[at] ?? 'severe'}>
            {t('ageing.between', { from, to })}
          </Tag>
        ))}
        <Tag tone="severe">{t('ageing.over', { days: bounds.at(-1) ?? 0 })}</Tag>
      </div>
    </fieldset>
  );
}
