import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { PAYMENT_ORDERS, type PaymentOrder } from '#core/claims/claim-to-day.ts';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { errorAnswered } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { DayField } from '#web/ui/DayField.tsx';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';

/** One item, or everything of a debtor. */
export type SheetSubject = { readonly item: string } | { readonly debtor: string };
type Props = { of: SheetSubject; language: Language | null; opened: boolean; onClose: () => void };

/** Makes the statement of interest and costs that a court or a lawyer asks for. */
export function SheetDrawer({ of, language, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('sheet.title')}>
      {opened && <SheetForm of={of} language={language} />}
    </SideDrawer>
  );
}

function SheetForm({ of, language: own }: Pick<Props, 'of' | 'language'>) {
  const t = useTexts();
  const { languageName } = useFormats();
  const company = useCompanyKey();
  const { today, language: house } = useCompany();
  const [until, setUntil] = useState(today);
  const [language, setLanguage] = useState<Language>(own ?? house);
  const [order, setOrder] = useState<PaymentOrder>('as_booked');
  const query = new URLSearchParams({ ...of, until, language, order });
  const make = useMutation({
    mutationFn: () => fetchFile(`/api/companies/${company}/claims/sheet?${query}`),
    meta: { inline: true, keep: true },
    onSuccess: saveFile,
  });
  return (
    <Form act={t('sheet.open')} busy={make.isPending} error={make.error} onSubmit={() => make.mutate()}>
      <Note>{t('sheet.hint')}</Note>
      {isRefusedWith(make.error, 'rate_missing') && (
        <p>
          <a href={paths.rates(company)}>{t('claims.toRates')}</a>
        </p>
      )}
      <FieldRow>
        <DayField label={t('sheet.until')} value={until} onChange={setUntil} today={today} required />
        <NativeSelect
          label={t('sheet.language')}
          value={language}
          onChange={({ currentTarget: { value } }) =>
            setLanguage(LANGUAGES.find((one) => one === value) ?? language)
          }
          data={LANGUAGES.map((one) => ({ value: one, label: languageName(one) }))}
        />
      </FieldRow>
      <NativeSelect
        label={t('sheet.payments')}
        value={order}
        onChange={({ currentTarget: { value } }) =>
          setOrder(PAYMENT_ORDERS.find((one) => one === value) ?? order)
        }
        data={PAYMENT_ORDERS.map((one) => ({ value: one, label: t(`sheet.payments.${one}`) }))}
      />
    </Form>
  );
}

type Fetched = { readonly name: string; readonly bytes: Blob };

/** A refusal is told in the form, which a link to the file could not. */
async function fetchFile(path: string): Promise<Fetched> {
  const answer = await fetch(path);
  if (!answer.ok) {
    const body = await answer.json().catch(() => null);
    throw errorAnswered(body, answer.status, answer.headers.get('x-request-id') ?? '');
  }
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  return { name: decodeURIComponent(name ?? 'sheet.pdf'), bytes: await answer.blob() };
}

function saveFile({ name, bytes }: Fetched): void {
  const href = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  Object.assign(link, { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
