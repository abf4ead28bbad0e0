import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Item } from './OpenItemScreen.tsx';

type Props = { item: Item; opened: boolean; onClose: () => void };

/** Says how far arrears had been reminded before Rappel knew them. */
export function LevelDrawer({ item, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('item.setLevel')}>
      {opened && <LevelForm item={item} onDone={onClose} />}
    </SideDrawer>
  );
}

const LEVELS = Array.from({ length: 10 }, (_, level) => level);

function LevelForm({ item, onDone }: { item: Item; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [level, setLevel] = useState(item.level);
  const set = useMutation(
    api.openItems.setLevel.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('item.levelSet'));
        onDone();
      },
    }),
  );
  return (
    <Form
      busy={set.isPending}
      error={set.error}
      onSubmit={() => set.mutate({ company, item: item.id, level })}
    >
      <NativeSelect
        label={t('item.setLevelTitle', { item: item.number })}
        description={t('item.setLevelHint')}
        value={String(level)}
        onChange={(event) => setLevel(Number(event.currentTarget.value))}
        data={LEVELS.map((one) => ({ value: String(one), label: t('level.name', { level: one }) }))}
      />
    </Form>
  );
}
