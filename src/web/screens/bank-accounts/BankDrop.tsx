import { IconBuildingBank } from '@tabler/icons-react';
import { BankFileView } from '#contract/bank-statements.ts';
import { FileDrop } from '#web/parts/FileDrop.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { uploadFile } from '#web/upload.ts';

type Props = { onReceived: (bankFile: string) => void };

/** Where bank files of any kind come in, packed or not. */
export function BankDrop({ onReceived }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const words = { title: t('bankDrop.title'), kinds: t('bankDrop.kinds'), choose: t('bankDrop.choose') };
  const send = async (file: File) => {
    const href = `/api/companies/${company}/bank-files/bytes?name=${encodeURIComponent(file.name)}`;
    return (await uploadFile(href, file, BankFileView)).id;
  };
  const open = (ids: readonly string[]) => onReceived(ids.at(-1) ?? '');
  return <FileDrop words={words} icon={IconBuildingBank} look="strip" send={send} onReceived={open} />;
}
