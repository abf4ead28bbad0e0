import { Radio, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { RuleView } from '#contract/settlement-views.ts';
import { api } from '#web/api.ts';
import { DebtorSelect } from '#web/parts/bank/DebtorSelect.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ChoiceCard, ChoiceCards } from '#web/ui/ChoiceCards.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { RulePreview } from './RulePreview.tsx';

type Rule = z.output<typeof RuleView>;
type Props = { rule: Rule | 'new' | undefined; onClose: () => void };
const KINDS = ['debtor', 'not_customer'] as const;

/** What a rule looks for and what it then says, with the lines it would have caught. */
export function RuleDrawer({ rule, onClose }: Props) {
  const t = useTexts();
  const title = t(rule === 'new' ? 'bankRules.add' : 'bankRules.changeTitle');
  return (
    <SideDrawer opened={rule !== undefined} onClose={onClose} title={title} size={600}>
      {rule && (
        <RuleForm
          key={rule === 'new' ? 'new' : rule.id}
          rule={rule === 'new' ? null : rule}
          onDone={onClose}
        />
      )}
    </SideDrawer>
  );
}

function RuleForm({ rule, onDone }: { rule: Rule | null; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const clerk = useClosedFor('clerk');
  const [contains, setContains] = useState(rule?.contains ?? '');
  const [kind, setKind] = useState(rule?.kind ?? 'debtor');
  const [debtor, setDebtor] = useState(rule?.debtor ?? null);
  const saved = () => {
    toastDone(t('bankRules.saved', { contains: contains.trim() }));
    onDone();
  };
  const add = useMutation(
    api.settlements.addRule.mutationOptions({ meta: { inline: true }, onSuccess: saved }),
  );
  const change = useMutation(
    api.settlements.changeRule.mutationOptions({ meta: { inline: true }, onSuccess: saved }),
  );
  const given = {
    company,
    contains: contains.trim(),
    kind,
    debtor: kind === 'debtor' ? (debtor?.id ?? null) : null,
  };
  const isNamed = kind === 'not_customer' || debtor !== null;
  return (
    <Form
      busy={add.isPending || change.isPending}
      error={add.error ?? change.error}
      closed={clerk ?? (isNamed ? null : t('bankRules.chooseDebtor'))}
      onSubmit={() => (rule ? change.mutate({ ...given, rule: rule.id }) : add.mutate(given))}
    >
      <TextInput
        label={t('bankRules.contains')}
        description={t('bankRules.containsHint')}
        value={contains}
        onChange={(event) => setContains(event.currentTarget.value)}
        required
        minLength={2}
        maxLength={200}
        autoComplete="off"
        data-autofocus
      />
      <Radio.Group
        label={t('bankRules.then')}
        value={kind}
        onChange={(value) => setKind(KINDS.find((one) => one === value) ?? 'debtor')}
      >
        <ChoiceCards stacked>
          {KINDS.map((one) => (
            <ChoiceCard
              key={one}
              value={one}
              title={t(`bankRules.kind.${one}`)}
              words={t(`bankRules.kindHint.${one}`)}
            />
          ))}
        </ChoiceCards>
      </Radio.Group>
      {kind === 'debtor' && (
        <DebtorSelect label={t('bankRules.debtor')} value={debtor} onChange={setDebtor} />
      )}
      <RulePreview contains={contains.trim()} />
    </Form>
  );
}
