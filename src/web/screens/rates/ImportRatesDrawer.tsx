import { Checkbox, FileInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import styles from '#web/parts/claims/claims.module.css';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

/** Takes rates over from a file, all of them or none; what is wrong is told row by row. */
export function ImportRatesDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('rates.importTitle')}>
      {opened && <ImportForm onDone={onClose} />}
    </SideDrawer>
  );
}

function ImportForm({ onDone }: { onDone: () => void }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const [file, setFile] = useState<File | null>(null);
  const [replaceVerified, setReplaceVerified] = useState(false);
  const [reason, setReason] = useState('');
  const undo = useMutation(
    api.rates.undo.mutationOptions({ onSuccess: () => toastDone(t('rates.undoDone')) }),
  );
  const take = useMutation(
    api.rates.giveFile.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ change, taken, problems }) => {
        if (problems.length > 0) return;
        if (change === null) toastDone(t('rates.unchanged'));
        else
          toastDone(t('rates.imported', { count: taken }), { undo: () => undo.mutate({ company, change }) });
        onDone();
      },
    }),
  );
  const submit = async () => {
    if (!file) return;
    const text = await file.text();
    take.mutate({ company, name: file.name, text, replaceVerified, reason: reason || null });
  };
  const problems = take.data?.problems ?? [];
  const isOverVerified = replaceVerified || problems.some(({ code }) => code === 'rate_from_verified');
  return (
    <Form
      act={t('rates.importAct')}
      busy={take.isPending}
      error={take.error}
      closed={useClosedFor('owner')}
      onSubmit={() => void submit()}
    >
      <Note>{t('rates.importHint')}</Note>
      <FileInput
        label={t('rates.importFile')}
        accept=".csv,text/csv,text/plain"
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          take.reset();
        }}
        required
      />
      {isOverVerified && (
        <Checkbox
          label={t('rates.replaceVerified')}
          checked={replaceVerified}
          onChange={(event) => setReplaceVerified(event.currentTarget.checked)}
        />
      )}
      <Textarea
        label={t('rates.reasonField')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required={replaceVerified}
        autosize
        maxLength={500}
      />
      {problems.length > 0 && (
        <Note tone="bad" live title={t('rates.fileRefused', { problems: problems.length })}>
          <ul className={styles.problems}>
            {problems.map(({ code, facts, at }) => (
              <li key={`${at.row} ${at.column} ${code}`}>
                {t('rates.problemAt', { row: at.row, column: at.column })}:{' '}
                {refusalSentence({ t, locale }, code, facts)}
              </li>
            ))}
          </ul>
        </Note>
      )}
    </Form>
  );
}
