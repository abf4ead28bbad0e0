import { useFormats } from '#web/formats.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { Status } from './StatusScreen.tsx';

type Backup = Status['backups']['last'][number];

/** The last backups, and whether each was found good. */
export function BackupTable({ backups }: { backups: readonly Backup[] }) {
  const t = useTexts();
  const { number } = useFormats();
  const columns: Column<Backup>[] = [
    {
      id: 'at',
      label: t('status.backup.at'),
      card: 'title',
      cell: ({ startedAt }) => <MomentText at={startedAt} />,
    },
    {
      id: 'state',
      label: t('status.backup.state'),
      card: 'figure',
      cell: (row) => <BackupState backup={row} />,
    },
    {
      id: 'file',
      label: t('status.backup.file'),
      cell: ({ file }) => <span style={{ overflowWrap: 'anywhere' }}>{file.split(/[\\/]/).at(-1)}</span>,
    },
    {
      id: 'rows',
      label: t('status.backup.rows'),
      align: 'end',
      cell: ({ rows }) => (rows === null ? '' : number(rows)),
    },
    {
      id: 'size',
      label: t('status.backup.size'),
      align: 'end',
      cell: ({ bytes }) => (bytes === null ? '' : t('status.megabytes', { size: bytes / 1_000_000 })),
    },
  ];
  return (
    <DataTable
      label={t('status.backups')}
      columns={columns}
      rows={backups}
      total={backups.length}
      rowKey={({ id }) => id}
      rowLabel={({ file }) => file}
      empty={<EmptyState kind="nothingYet" title={t('status.noBackups')} />}
    />
  );
}

function BackupState({ backup: { outcome, verification, answer } }: { backup: Backup }) {
  const t = useTexts();
  if (outcome === 'failed') return <Told tone="bad" word={t('status.backup.failed')} answer={answer} />;
  if (outcome === null) return <Tag>{t('status.backup.running')}</Tag>;
  if (verification === 'good') return <Tag tone="good">{t('status.backup.good')}</Tag>;
  if (verification === 'bad') return <Told tone="bad" word={t('status.backup.bad')} answer={answer} />;
  return <Tag>{t('status.backup.unverified')}</Tag>;
}

function Told({ tone, word, answer }: { tone: 'bad'; word: string; answer: string | null }) {
  return (
    <span>
      <Tag tone={tone}>{word}</Tag> {answer && <small className="rp-muted">{answer}</small>}
    </span>
  );
}
