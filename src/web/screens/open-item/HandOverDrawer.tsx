import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { HAND_OVER_PARTIES, type HandOverParty } from '#core/dunning/policy.ts';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Props = { item: string; opened: boolean; onClose: () => void };

/** Gives one item to a lawyer, a bailiff or a collector. */
export function HandOverDrawer({ item, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('item.handOver')}>
      {opened && <HandOverForm item={item} onDone={onClose} />}
    </SideDrawer>
  );
}

function HandOverForm({ item, onDone }: { item: string; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [to, setTo] = useState<HandOverParty>('collector');
  const handOver = useMutation(
    api.itemSteps.handOver.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('item.handOver.done'));
        onDone();
      },
    }),
  );
  return (
    <Form
      act={t('item.handOver')}
      busy={handOver.isPending}
      error={handOver.error}
      onSubmit={() => handOver.mutate({ company, item, to })}
    >
      <NativeSelect
        label={t('item.handOver.to')}
        description={t('item.handOver.hint')}
        value={to}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setTo(HAND_OVER_PARTIES.find((one) => one === value) ?? 'collector');
        }}
        data={HAND_OVER_PARTIES.map((one) => ({ value: one, label: t(`handOver.to.${one}`) }))}
        data-autofocus
      />
    </Form>
  );
}
