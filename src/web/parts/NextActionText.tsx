import { type Because, REASONS } from '#core/dunning/gates.ts';
import { STEP_KINDS, type StepKind } from '#core/dunning/policy.ts';
import { useFormats } from '#web/formats.ts';
import { useCompany } from '#web/session.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { GateText } from './GateText.tsx';

type Next = {
  readonly kind: string | null;
  readonly level: number | null;
  readonly on: string | null;
  readonly because: string | null;
  readonly facts: Readonly<Record<string, string>>;
  readonly until: string | null;
};

/** What comes next and when; or why nothing does, and until when. */
export function NextActionText({ next }: { next: Next | null }) {
  const t = useTexts();
  const { day } = useFormats();
  const { today } = useCompany();
  if (!next) return <span className="rp-muted">{t('debtor.next.none')}</span>;
  if (next.kind !== null && next.on !== null) {
    const step = stepName(next.kind, next.level, t);
    const isToday = next.on <= today;
    return (
      <span>
        {isToday ? t('debtor.next.today', { step }) : t('debtor.next.on', { step, day: day(next.on) })}
      </span>
    );
  }
  const because = REASONS.find((reason): reason is Because => reason === next.because);
  return (
    <span>
      {because ? <GateText gate={{ because, facts: next.facts }} /> : t('debtor.next.closed')}
      {next.until && (
        <span className="rp-muted"> · {t('debtor.next.reopens', { day: day(next.until) })}</span>
      )}
    </span>
  );
}

function stepName(kind: string, level: number | null, t: Texts): string {
  if (level !== null && level > 0) return t('level.name', { level });
  const known = STEP_KINDS.find((one): one is StepKind => one === kind);
  return t(`step.${known ?? 'notice'}`);
}
