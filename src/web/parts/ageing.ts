import { useTexts } from '#web/texts.ts';
import type { Tone } from '#web/ui/tokens.ts';

export type Bucket = { readonly bucket: number; readonly from: number | null; readonly to: number | null };

/** What a column of the aged balance is called: 'Not due', '1–30 days', 'Over 90 days'. */
export function useBucketName(): (bucket: Pick<Bucket, 'from' | 'to'>) => string {
  const t = useTexts();
  return ({ from, to }) => {
    if (from === null) return t('ageing.notDue');
    return to === null ? t('ageing.over', { days: from - 1 }) : t('ageing.between', { from, to });
  };
}

const RISING = ['notice', 'warn', 'bad', 'severe'] as const satisfies readonly Tone[];

/** The older, the more urgent its colour, whatever the number of buckets. */
export function toneOfBucket(bucket: number, buckets: number): Tone {
  if (bucket === 0) return 'good';
  const late = buckets - 1;
  return RISING[late <= 1 ? 1 : Math.round(((bucket - 1) / (late - 1)) * 3)] ?? 'severe';
}
