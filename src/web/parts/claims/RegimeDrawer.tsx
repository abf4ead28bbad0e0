import { Button, NativeSelect, Select, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { RegimeView } from '#contract/claims.ts';
import { findRegime, LAW_COUNTRIES } from '#core/interest/find-regime.ts';
import { DEBTOR_KINDS } from '#core/receivables/kinds.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Regime = z.output<typeof RegimeView>;
type Props = { debtor: { id: string; name: string }; regime: Regime; opened: boolean; onClose: () => void };

/** Puts a debtor under the law of a country, as a kind of debtor, and asks why. */
export function RegimeDrawer({ debtor, regime, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('regime.changeTitle', { name: debtor.name })}>
      {opened && <RegimeForm debtor={debtor.id} regime={regime} onDone={onClose} />}
    </SideDrawer>
  );
}

function RegimeForm({ debtor, regime, onDone }: { debtor: string; regime: Regime; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { country: countryName, compare } = useFormats();
  const [country, setCountry] = useState(regime.country);
  const [kind, setKind] = useState(regime.kind);
  const [reason, setReason] = useState(regime.reason ?? '');
  const set = useMutation(
    api.claims.setRegime.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('regime.saved'));
        onDone();
      },
    }),
  );
  const kinds = DEBTOR_KINDS.filter((one) => findRegime(country, one));
  const countries = LAW_COUNTRIES.map((code) => ({ value: code, label: countryName(code) }));
  const chosen = kinds.find((one) => one === kind) ?? kinds[0] ?? kind;
  return (
    <Form
      busy={set.isPending}
      error={set.error}
      closed={useClosedFor('clerk')}
      onSubmit={() => set.mutate({ company, debtor, regime: { country, kind: chosen, reason } })}
      actions={
        regime.reason !== null && (
          <Button variant="default" onClick={() => set.mutate({ company, debtor, regime: null })}>
            {t('regime.clear')}
          </Button>
        )
      }
    >
      <Note>{t('regime.hint')}</Note>
      <FieldRow>
        <Select
          label={t('regime.country')}
          searchable
          allowDeselect={false}
          value={country}
          onChange={(code) => code && setCountry(code)}
          data={countries.sort((a, b) => compare(a.label, b.label))}
        />
        <NativeSelect
          label={t('regime.kind')}
          value={chosen}
          onChange={({ currentTarget: { value } }) =>
            setKind(DEBTOR_KINDS.find((one) => one === value) ?? kind)
          }
          data={kinds.map((one) => ({ value: one, label: t(`debtorKind.${one}`) }))}
        />
      </FieldRow>
      <p className="rp-muted">{findRegime(country, chosen)?.law ?? t('regime.none')}</p>
      <Textarea
        label={t('regime.reason')}
        description={t('regime.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required
        autosize
        minRows={2}
        maxLength={500}
      />
    </Form>
  );
}
