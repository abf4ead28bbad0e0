import { Radio, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { KEY_ROLES } from '#contract/api-keys.ts';
import { api } from '#web/api.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ChoiceCard, ChoiceCards } from '#web/ui/ChoiceCards.tsx';
import { DayField } from '#web/ui/DayField.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import type { MadeKey } from './MadeKeyDialog.tsx';

type Props = { company: string; opened: boolean; onClose: () => void; onMade: (made: MadeKey) => void };
type KeyRole = (typeof KEY_ROLES)[number];

/** A key for a program: what for, what it may, until when. */
export function NewKeyDrawer({ company, opened, onClose, onMade }: Props) {
  const t = useTexts();
  const { today } = useCompany();
  const form = useForm({ initialValues: { name: '', role: 'reader' as KeyRole, expiresOn: '' } });
  const make = useMutation(
    api.apiKeys.create.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ key, apiKey }) => {
        onClose();
        form.reset();
        onMade({ key, name: apiKey.name });
      },
    }),
  );
  const { name, role, expiresOn } = form.values;
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('apiKey.make')}>
      <Form
        onSubmit={() => make.mutate({ company, name, role, expiresOn: expiresOn || null })}
        act={t('apiKey.makeAct')}
        busy={make.isPending}
        error={make.error}
        wide
      >
        <TextInput
          label={t('apiKey.name')}
          required
          maxLength={80}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Radio.Group
          label={t('apiKey.role')}
          value={role}
          onChange={(wanted) =>
            form.setFieldValue('role', KEY_ROLES.find((each) => each === wanted) ?? 'reader')
          }
        >
          <ChoiceCards stacked>
            {KEY_ROLES.map((each) => (
              <ChoiceCard key={each} value={each} title={t(`role.${each}`)} words={t(`role.${each}.may`)} />
            ))}
          </ChoiceCards>
        </Radio.Group>
        <DayField
          label={t('apiKey.expiresOn')}
          description={t('apiKey.expiresOnHint')}
          today={today}
          value={expiresOn}
          onChange={(day) => form.setFieldValue('expiresOn', day)}
        />
      </Form>
    </SideDrawer>
  );
}
