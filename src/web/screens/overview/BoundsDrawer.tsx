import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Props = { opened: boolean; bounds: readonly number[]; onClose: () => void };

/** The ages by which the company divides its balance. */
export function BoundsDrawer({ opened, bounds, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('overview.bounds')}>
      {opened && <BoundsForm bounds={bounds} onDone={onClose} />}
    </SideDrawer>
  );
}

function BoundsForm({ bounds, onDone }: { bounds: readonly number[]; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [typed, setTyped] = useState(bounds.join(', '));
  const change = useMutation(
    api.overview.changeBounds.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('overview.boundsChanged'));
        onDone();
      },
    }),
  );
  const given = typed.split(/[\s,;]+/).filter((word) => word !== '');
  // What is no whole number is sent as one that is refused, with the sentence that says what can be used.
  const numbers = given.map((word) => (/^\d{1,6}$/.test(word) ? Number(word) : 0));
  return (
    <Form
      busy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate({ company, bounds: numbers })}
    >
      <TextInput
        label={t('overview.boundsField')}
        description={t('overview.boundsHint')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="off"
        required
        data-autofocus
      />
    </Form>
  );
}
