import { Radio, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { ROLES, type Role } from '#contract/access.ts';
import { api } from '#web/api.ts';
import { LanguageSelect } from '#web/parts/LanguageSelect.tsx';
import { useLanguage, useTexts } from '#web/texts.ts';
import { ChoiceCard, ChoiceCards } from '#web/ui/ChoiceCards.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import type { Link } from './LinkDialog.tsx';

type Props = { company: string; opened: boolean; onClose: () => void; onInvited: (link: Link) => void };

/** Adds somebody: who, and what they may do. */
export function InviteDrawer({ company, opened, onClose, onInvited }: Props) {
  const t = useTexts();
  const { language } = useLanguage();
  const form = useForm({ initialValues: { name: '', email: '', role: 'clerk' as Role, language } });
  const invite = useMutation(
    api.users.invite.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ user, link }) => {
        onClose();
        form.reset();
        onInvited({ url: link, name: user.name, isInvitation: user.pending });
      },
    }),
  );
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('users.invite')}>
      <Form
        onSubmit={() => invite.mutate({ company, ...form.values })}
        act={t('users.inviteAct')}
        busy={invite.isPending}
        error={invite.error}
        wide
      >
        <TextInput label={t('user.name')} required autoComplete="off" {...form.getInputProps('name')} />
        <TextInput
          label={t('user.email')}
          type="email"
          required
          autoComplete="off"
          {...form.getInputProps('email')}
        />
        <LanguageSelect
          label={t('account.language')}
          value={form.values.language}
          onChange={(wanted) => form.setFieldValue('language', wanted)}
        />
        <Radio.Group
          label={t('user.role')}
          value={form.values.role}
          onChange={(wanted) => form.setFieldValue('role', ROLES.find((role) => role === wanted) ?? 'clerk')}
        >
          <ChoiceCards stacked>
            {ROLES.toReversed().map((role) => (
              <ChoiceCard key={role} value={role} title={t(`role.${role}`)} words={t(`role.${role}.may`)} />
            ))}
          </ChoiceCards>
        </Radio.Group>
      </Form>
    </SideDrawer>
  );
}
