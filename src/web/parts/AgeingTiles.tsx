import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import { SegmentedBar } from '#web/ui/SegmentedBar.tsx';
import { StatTile, StatTiles } from '#web/ui/StatTile.tsx';
import { type Bucket, toneOfBucket, useBucketName } from './ageing.ts';
import { MoneyText } from './MoneyText.tsx';
import styles from './parts.module.css';

type Props = {
  label: string;
  currency: string;
  tiles: readonly (Bucket & { items: number; amount: string })[];
  /** The list behind a tile. */
  hrefOf: (bucket: number) => string;
};

/** A balance by age: one bar, and under it a tile for each age with what is in it and the way to it. */
export function AgeingTiles({ label, currency, tiles, hrefOf }: Props) {
  const t = useTexts();
  const { money } = useFormats();
  const nameOf = useBucketName();
  return (
    <div className={styles.ageing}>
      <SegmentedBar
        label={label}
        segments={tiles.map((tile) => ({
          id: String(tile.bucket),
          label: nameOf(tile),
          // Only how long a part of the bar is; a credit has no length.
          share: Math.max(0, Number(tile.amount)),
          figure: money({ amount: tile.amount, currency }),
          tone: toneOfBucket(tile.bucket, tiles.length),
        }))}
      />
      <StatTiles label={label}>
        {tiles.map((tile) => (
          <StatTile
            key={tile.bucket}
            label={nameOf(tile)}
            value={<MoneyText money={{ amount: tile.amount, currency }} />}
            beside={t('overview.total', { items: tile.items })}
            tone={toneOfBucket(tile.bucket, tiles.length)}
            href={hrefOf(tile.bucket)}
          />
        ))}
      </StatTiles>
    </div>
  );
}
