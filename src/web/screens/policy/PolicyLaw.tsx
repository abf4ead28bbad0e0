import { Checkbox, NativeSelect } from '@mantine/core';
import { findRegime } from '#core/interest/find-regime.ts';
import { policyNotes } from '#core/lawfulness/step-notes.ts';
import { DEBTOR_KINDS, type DebtorKind } from '#core/receivables/kinds.ts';
import { useFormats } from '#web/formats.ts';
import { LawNotes } from '#web/parts/LawNotes.tsx';
import { paths } from '#web/paths.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import type { PolicyDraft } from './use-policy-draft.ts';

type Props = { draft: PolicyDraft };

/** For whom the policy is made, and the clause some law asks for before anything may be added to a debt. */
export function MadeFor({ draft }: Props) {
  const t = useTexts();
  const { madeFor, lateClause } = draft.body;
  const isKind = (text: string): text is DebtorKind => DEBTOR_KINDS.some((kind) => kind === text);
  return (
    <>
      <NativeSelect
        label={t('policy.madeFor')}
        description={t('policy.madeForHint')}
        value={madeFor ?? 'any'}
        onChange={(event) => {
          const to = event.currentTarget.value;
          draft.set((body) => ({ ...body, madeFor: isKind(to) ? to : undefined }));
        }}
        data={(['any', ...DEBTOR_KINDS] as const).map((kind) => ({
          value: kind,
          label: t(`policy.madeFor.${kind}`),
        }))}
      />
      <Checkbox
        label={t('policy.lateClause')}
        description={t('policy.lateClauseHint')}
        checked={lateClause ?? false}
        onChange={(event) => {
          const checked = event.currentTarget.checked;
          draft.set((body) => ({ ...body, lateClause: checked }));
        }}
      />
    </>
  );
}

/** The law its costs are asked by, with what is still to be confirmed of it. */
export function LawBehind({ draft }: Props) {
  const t = useTexts();
  const { country } = useFormats();
  const asks = draft.body.steps.some(({ interest, fee }) => interest.kind !== 'none' || fee.kind !== 'none');
  if (!asks) return null;
  const regime = findRegime(draft.country, draft.body.madeFor ?? 'business');
  return (
    <Section title={t('policy.law.title')}>
      <p>{regime ? regime.law : t('policy.law.unknown', { country: country(draft.country) })}</p>
      {regime && <LawNotes notes={policyNotes(draft.country, draft.body.madeFor ?? 'business')} />}
      <a
        href={paths.calculator({
          country: draft.country,
          kind: draft.body.madeFor,
          currency: draft.currency,
        })}
      >
        {t('calculator.open')}
      </a>
    </Section>
  );
}
