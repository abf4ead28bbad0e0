import { IconFileUpload } from '@tabler/icons-react';
import { ImportView } from '#contract/imports.ts';
import { FileDrop } from '#web/parts/FileDrop.tsx';
import { useTexts } from '#web/texts.ts';
import { uploadFile } from '#web/upload.ts';

type Props = { company: string; onReceived: (importIds: readonly string[]) => void };

/** Where lists and electronic invoices come in. */
export function UploadZone({ company, onReceived }: Props) {
  const t = useTexts();
  const words = {
    title: t('import.drop.title'),
    kinds: t('import.drop.kinds'),
    choose: t('import.drop.choose'),
  };
  const send = async (file: File) => {
    const href = `/api/companies/${company}/imports/files?name=${encodeURIComponent(file.name)}`;
    return (await uploadFile(href, file, ImportView)).id;
  };
  return <FileDrop words={words} icon={IconFileUpload} look="page" send={send} onReceived={onReceived} />;
}
