import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type client } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { useFormats } from '#web/formats.ts';
import { SecondFactorMissing } from '#web/parts/proof/SecondFactorMissing.tsx';
import { type TextKey, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { FactList, Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { StatTile, StatTiles } from '#web/ui/StatTile.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { BackupTable } from './BackupTable.tsx';
import { CompanyTable } from './CompanyTable.tsx';

export type Status = Awaited<ReturnType<typeof client.installation.status>>;

const statusQuery = api.installation.status.queryOptions({ refetchInterval: 10_000, retry: false });

/** How the whole installation stands: for whoever looks after it, every morning. */
export function StatusScreen() {
  const t = useTexts();
  const { moment } = useFormats();
  const status = useQuery(statusQuery);
  const { data } = status;
  if (isRefusedWith(status.error, 'second_factor_missing')) {
    return (
      <SecondFactorMissing title={t('status.factorMissing.title')} words={t('status.factorMissing.words')} />
    );
  }
  return (
    <Page>
      <PageHeader
        title={t('status.title')}
        lead={data && t('status.lead', { version: data.version, at: moment(data.at) })}
        actions={data && <BackUpNow />}
      />
      {status.error && <ErrorState error={status.error} onRetry={() => void status.refetch()} />}
      {status.isPending && <LoadingState />}
      {data && <Standing status={data} />}
    </Page>
  );
}

function Standing({ status }: { status: Status }) {
  const t = useTexts();
  const { backups, companies, processes, queue, released } = status;
  const { moment } = useFormats();
  return (
    <>
      {backups.late && (
        <Note tone="bad" title={t('status.late')}>
          {t('status.lateHint')}
        </Note>
      )}
      {isAllWell(status) && <Note tone="good">{t('status.allWell')}</Note>}
      <Figures status={status} />
      <Section
        title={t('status.backups')}
        lead={t('status.backupsLead', {
          nightly: String(backups.nightly),
          encrypted: String(backups.encrypted),
          folder: backups.folder,
        })}
        flush
      >
        <BackupTable backups={backups.last} />
      </Section>
      <Section title={t('status.companies')} flush>
        <CompanyTable companies={companies} />
      </Section>
      <Section title={t('status.processes')} lead={t('status.failedWeek', { count: queue.failedThisWeek })}>
        <FactList
          facts={processes.map(({ role, pid, host, beatSecondsAgo }) => ({
            name: t('status.process', { role, pid, host }),
            value: t('status.beat', { seconds: beatSecondsAgo }),
          }))}
        />
      </Section>
      {released.length > 0 && (
        <Section title={t('status.releases')}>
          <FactList
            facts={released.map(({ kind, releasedAt, by, reason }) => ({
              name: t(`stop.${kind}.short` as TextKey),
              value: t('status.releasedBy', {
                who: by ?? t('status.byShell'),
                at: moment(releasedAt),
                reason,
              }),
            }))}
          />
        </Section>
      )}
    </>
  );
}

function isAllWell({ stops, backups, companies }: Status): boolean {
  const isQuiet = companies.every(
    ({ doubtful, headMailFails, stops: own }) => doubtful === 0 && !headMailFails && own.length === 0,
  );
  return stops.length === 0 && backups.lastGood !== null && !backups.late && isQuiet;
}

function Figures({ status: { backups, companies, queue } }: { status: Status }) {
  const t = useTexts();
  const { moment, number } = useFormats();
  const sum = (of: (company: Status['companies'][number]) => number) =>
    companies.reduce((all, company) => all + of(company), 0);
  const doubtful = sum((each) => each.doubtful);
  const { lastGood } = backups;
  return (
    <StatTiles label={t('status.figures')}>
      <StatTile
        label={t('status.lastGood')}
        value={lastGood ? moment(lastGood.startedAt) : t('status.none')}
        beside={lastGood?.verifiedAt && t('status.verifiedAt', { at: moment(lastGood.verifiedAt) })}
        tone={backups.late ? 'bad' : lastGood ? 'good' : 'notice'}
      />
      <StatTile
        label={t('status.sentToday')}
        value={number(sum((each) => each.sentToday))}
        beside={t('status.refusedToday', { count: sum((each) => each.refusedToday) })}
      />
      <StatTile label={t('status.waiting')} value={number(sum((each) => each.waiting))} />
      <StatTile
        label={t('status.doubtful')}
        value={number(doubtful)}
        {...(doubtful > 0 ? { tone: 'warn' as const } : {})}
      />
      <StatTile
        label={t('status.queue')}
        value={number(queue.waiting)}
        beside={t('status.oldest', { seconds: queue.oldestSeconds })}
      />
    </StatTiles>
  );
}

function BackUpNow() {
  const t = useTexts();
  const queryClient = useQueryClient();
  const begin = useMutation(
    api.installation.backUp.mutationOptions({
      onSuccess: (status) => {
        queryClient.setQueryData(statusQuery.queryKey, status);
        toastDone(t('status.backUpBegun'));
      },
    }),
  );
  return (
    <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
      {t('status.backUpNow')}
    </Button>
  );
}
