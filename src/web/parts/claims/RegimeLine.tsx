import type { z } from 'zod';
import type { RegimeView } from '#contract/claims.ts';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';

/** Whose law holds, for what kind of debtor, and why if a person chose it. */
export function RegimeLine({ regime }: { regime: z.output<typeof RegimeView> }) {
  const t = useTexts();
  const { country } = useFormats();
  const { law, reason } = regime;
  const whose = t('regime.of', { country: country(regime.country), kind: t(`debtorKind.${regime.kind}`) });
  return (
    <>
      {whose}
      <br />
      <span className="rp-muted">
        {law ?? t('regime.none')}
        {' · '}
        {reason === null ? t('regime.own') : t('regime.because', { reason })}
      </span>
    </>
  );
}
