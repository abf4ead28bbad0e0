import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { CONTACT_ROLES } from '#core/receivables/kinds.ts';
import { client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Debtor } from './DebtorScreen.tsx';

type Contact = Debtor['contacts'][number];
type Props = { debtor: string; contact: Contact | 'new' | null; onClose: () => void };

/** Adds a contact, or writes one anew. */
export function ContactDrawer({ debtor, contact, onClose }: Props) {
  const t = useTexts();
  const title = contact === 'new' ? t('debtor.contacts.add') : t('debtor.contacts.change');
  return (
    <SideDrawer opened={contact !== null} onClose={onClose} title={title}>
      {contact !== null && (
        <ContactForm debtor={debtor} contact={contact === 'new' ? null : contact} onDone={onClose} />
      )}
    </SideDrawer>
  );
}

type FormProps = { debtor: string; contact: Contact | null; onDone: () => void };

function ContactForm({ debtor, contact, onDone }: FormProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const [fields, setFields] = useState({
    role: contact?.role ?? ('accounts_payable' as const),
    name: contact?.name ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    fax: contact?.fax ?? '',
  });
  const keep = useMutation({
    mutationFn: () =>
      contact
        ? client.debtors.changeContact({ company, debtor, contact: contact.id, ...fields })
        : client.debtors.addContact({ company, debtor, ...fields }),
    meta: { inline: true },
    onSuccess: () => {
      toastDone(t('act.saved'));
      onDone();
    },
  });
  const text = (name: 'name' | 'email' | 'phone' | 'fax') => ({
    label: t(`field.name.${name}`),
    value: fields[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
    autoComplete: 'off',
  });
  return (
    <Form busy={keep.isPending} error={keep.error} onSubmit={() => keep.mutate()}>
      <NativeSelect
        label={t('debtor.contacts.role')}
        value={fields.role}
        onChange={({ currentTarget: { value } }) =>
          setFields({ ...fields, role: CONTACT_ROLES.find((role) => role === value) ?? fields.role })
        }
        data={CONTACT_ROLES.map((role) => ({ value: role, label: t(`contactRole.${role}`) }))}
      />
      <TextInput {...text('name')} data-autofocus />
      <TextInput {...text('email')} type="email" />
      <TextInput {...text('phone')} type="tel" />
      <TextInput {...text('fax')} type="tel" />
    </Form>
  );
}
