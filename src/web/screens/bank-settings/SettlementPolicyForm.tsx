import { ActionIcon, Button, NumberInput, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { SettlementPolicyView } from '#contract/settlement-views.ts';
import { MATCH_BASES, type MatchBasis } from '#core/matching/match-facts.ts';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './settings.module.css';

type Policy = z.output<typeof SettlementPolicyView>;

/** Written as it is shown, and sent as a whole. */
export function SettlementPolicyForm({ policy }: { policy: Policy }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const [draft, setDraft] = useState(policy);
  const set = (patch: Partial<Policy>) => setDraft({ ...draft, ...patch });
  const save = useMutation(
    api.settlements.changePolicy.mutationOptions({
      meta: { inline: true },
      onSuccess: (saved) => {
        setDraft(saved);
        toastDone(t('act.saved'));
      },
    }),
  );
  const { currency, ...changes } = draft;
  return (
    <div className={styles.form}>
      <Form
        wide
        busy={save.isPending}
        error={save.error}
        closed={closed}
        onSubmit={() => save.mutate({ company, changes })}
      >
        <Automatic automatic={draft.automatic} onChange={(automatic) => set({ automatic })} />
        <Section title={t('bankSettings.differences')} lead={t('bankSettings.differencesLead')}>
          <div className={styles.stack}>
            <FieldRow>
              <AmountField
                label={t('bankSettings.small')}
                description={t('bankSettings.smallHint')}
                value={draft.smallDifferenceMax}
                currency={currency}
                onChange={(smallDifferenceMax) => set({ smallDifferenceMax: smallDifferenceMax || '0' })}
              />
              <AmountField
                label={t('bankSettings.costs')}
                description={t('bankSettings.costsHint')}
                value={draft.bankCostsMax}
                currency={currency}
                onChange={(bankCostsMax) => set({ bankCostsMax: bankCostsMax || '0' })}
              />
            </FieldRow>
            <Discounts discounts={draft.discounts} onChange={(discounts) => set({ discounts })} />
          </div>
        </Section>
        <Section title={t('bankSettings.ledger')}>
          <NumberInput
            label={t('bankSettings.patience')}
            description={t('bankSettings.patienceHint')}
            value={draft.patienceDays}
            min={0}
            max={90}
            allowDecimal={false}
            w={240}
            onChange={(days) => set({ patienceDays: Number(days) || 0 })}
          />
        </Section>
      </Form>
    </div>
  );
}

type AutomaticProps = { automatic: readonly MatchBasis[]; onChange: (automatic: MatchBasis[]) => void };

function Automatic({ automatic, onChange }: AutomaticProps) {
  const t = useTexts();
  return (
    <Section title={t('bankSettings.automatic')} lead={t('bankSettings.automaticLead')}>
      <div className={styles.stack}>
        {MATCH_BASES.map((basis) => (
          <Switch
            key={basis}
            label={t(`bankSettings.basis.${basis}`)}
            description={t(`bankSettings.basisHint.${basis}`)}
            checked={automatic.includes(basis)}
            onChange={(event) =>
              onChange(
                MATCH_BASES.filter((one) =>
                  one === basis ? event.currentTarget.checked : automatic.includes(one),
                ),
              )
            }
          />
        ))}
      </div>
    </Section>
  );
}

type DiscountsProps = { discounts: Policy['discounts']; onChange: (discounts: Policy['discounts']) => void };
const DISCOUNTS_MAX = 5;

/** "2 % within 8 days": what a customer may keep when paying early. */
function Discounts({ discounts, onChange }: DiscountsProps) {
  const t = useTexts();
  const set = (at: number, patch: Partial<Policy['discounts'][number]>) =>
    onChange(discounts.map((one, each) => (each === at ? { ...one, ...patch } : one)));
  return (
    <fieldset className={styles.discounts}>
      <legend>{t('bankSettings.discounts')}</legend>
      <p className="rp-muted">{t('bankSettings.discountsHint')}</p>
      {discounts.map(({ percent, days }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a discount is its place in the list; it has no other identity.
        <div key={at} className={styles.discount}>
          <TextInput
            label={t('bankSettings.percent')}
            value={percent}
            inputMode="decimal"
            pattern="\d{1,2}([.,]\d{1,2})?"
            required
            w={96}
            onChange={(event) => set(at, { percent: event.currentTarget.value })}
          />
          <NumberInput
            label={t('bankSettings.days')}
            value={days}
            min={1}
            max={120}
            allowDecimal={false}
            required
            w={140}
            onChange={(value) => set(at, { days: Number(value) || 1 })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('bankSettings.removeDiscount', { percent })}
            onClick={() => onChange(discounts.filter((_, each) => each !== at))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      {discounts.length < DISCOUNTS_MAX && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...discounts, { percent: '2', days: 8 }])}
        >
          {t('bankSettings.addDiscount')}
        </Button>
      )}
    </fieldset>
  );
}
