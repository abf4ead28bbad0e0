import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, type client } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';

type StaleBank = Awaited<ReturnType<typeof client.dunningRuns.showApproval>>['staleBank'];

/** Whether the bank was read too long ago for this run. Until that is known nothing is asked: the server decides anyway. */
export function useStaleBank(company: string, run: string, enabled: boolean): StaleBank {
  const input = { company, run };
  const asked = api.dunningRuns.showApproval.queryOptions({ input });
  return useQuery({ ...asked, enabled, staleTime: 0 }).data?.staleBank ?? null;
}

type Props = { stale: NonNullable<StaleBank>; reason: string; onReason: (reason: string) => void };

/** Which account was not read lately, and why the notices leave all the same: that is kept. */
export function StaleBankNote({ stale, reason, onReason }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const field = useRef<HTMLTextAreaElement>(null);
  // The button that had the focus cannot be pressed before this is filled in.
  useEffect(() => field.current?.focus(), []);
  return (
    <>
      <Note tone="warn">
        {t('run.approve.bankStale', stale)} <a href={paths.bankAccounts(company)}>{t('run.bankAct')}</a>
      </Note>
      <Textarea
        ref={field}
        label={t('run.approve.bankReason')}
        description={t('run.approve.bankReasonHint')}
        required
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
      />
    </>
  );
}
