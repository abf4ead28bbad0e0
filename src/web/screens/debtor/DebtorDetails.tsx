import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FactList, Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { ContactDrawer } from './ContactDrawer.tsx';
import styles from './DebtorScreen.module.css';
import type { Debtor } from './DebtorScreen.tsx';
import { PersonalDataSection } from './PersonalDataSection.tsx';

/** Who the debtor is, and the people there. */
export function DebtorDetails({ debtor }: { debtor: Debtor }) {
  return (
    <div className={styles.columns}>
      <Particulars debtor={debtor} />
      <Contacts debtor={debtor} />
      <PersonalDataSection debtor={debtor} />
    </div>
  );
}

function Particulars({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { country, languageName } = useFormats();
  const town = [debtor.postalCode, debtor.city].filter(Boolean).join(' ');
  const address = [debtor.street, town, country(debtor.country)].filter(Boolean).join('\n');
  const { payer } = debtor;
  const facts = [
    { name: t('field.name.kind'), value: t(`debtorKind.${debtor.kind}`) },
    { name: t('field.name.language'), value: languageName(debtor.language) },
    { name: t('debtor.address'), value: <span className={styles.address}>{address}</span> },
    { name: t('field.name.email'), value: debtor.email },
    { name: t('field.name.phone'), value: debtor.phone },
    { name: t('field.name.fax'), value: debtor.fax },
    { name: t('field.name.vatNumber'), value: debtor.vatNumber },
    { name: t('field.name.enterpriseNumber'), value: debtor.enterpriseNumber },
    {
      name: t('field.name.termsDays'),
      value: debtor.termsDays === null ? null : t('debtor.terms', { days: debtor.termsDays }),
    },
    { name: t('field.name.groupId'), value: debtor.group?.name },
    { name: t('debtor.payer'), value: payer && <a href={paths.debtor(company, payer.id)}>{payer.name}</a> },
  ];
  return (
    <Section title={t('debtor.tab.details')}>
      <FactList facts={facts.filter(({ value }) => Boolean(value))} />
    </Section>
  );
}

type Contact = Debtor['contacts'][number];

function Contacts({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const [editing, setEditing] = useState<Contact | 'new' | null>(null);
  return (
    <Section
      title={t('debtor.contacts')}
      flush
      actions={
        <ReasonButton size="compact-sm" variant="default" closed={closed} onClick={() => setEditing('new')}>
          {t('debtor.contacts.add')}
        </ReasonButton>
      }
    >
      <DataTable
        label={t('debtor.contacts')}
        columns={useContactColumns(t, debtor, setEditing)}
        rows={debtor.contacts}
        total={debtor.contacts.length}
        rowKey={({ id }) => id}
        rowLabel={({ name, email }) => name ?? email ?? ''}
        onOpen={(contact) => closed === null && setEditing(contact)}
        empty={<EmptyState kind="nothingYet" title={t('debtor.contacts.none')} />}
      />
      <ContactDrawer debtor={debtor.id} contact={editing} onClose={() => setEditing(null)} />
    </Section>
  );
}

function useContactColumns(t: Texts, debtor: Debtor, onEdit: (contact: Contact) => void): Column<Contact>[] {
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const remove = useMutation(
    api.debtors.removeContact.mutationOptions({ onSuccess: () => toastDone(t('debtor.contacts.removed')) }),
  );
  const reach = ({ email, phone, fax }: Contact) => [email, phone, fax].filter(Boolean).join(' · ');
  return [
    { id: 'name', label: t('field.name.name'), card: 'title', cell: (row) => row.name ?? row.email },
    { id: 'role', label: t('debtor.contacts.role'), cell: (row) => t(`contactRole.${row.role}`) },
    { id: 'reach', label: t('debtor.contact'), cell: reach },
    {
      id: 'acts',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      card: 'menu',
      cell: (row) => (
        <ActionMenu
          actions={[
            { id: 'edit', label: t('act.edit'), closed, onClick: () => onEdit(row) },
            {
              id: 'remove',
              label: t('act.remove'),
              danger: true,
              closed,
              onClick: () => remove.mutate({ company, debtor: debtor.id, contact: row.id }),
            },
          ]}
        />
      ),
    },
  ];
}
