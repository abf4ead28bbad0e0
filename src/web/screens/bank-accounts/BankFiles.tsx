import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { BankFileView } from '#contract/bank-statements.ts';
import { whyNotCancel } from '#core/bank/statement-states.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Pager } from '#web/ui/Pager.tsx';
import { ProgressPanel } from '#web/ui/ProgressPanel.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import styles from './accounts.module.css';
import { FileResult } from './FileResult.tsx';

type File = z.output<typeof BankFileView>;
type Props = {
  /** The one whose result is open. */
  shown: string;
  page: number;
  onPage: (page: number) => void;
  onShow: (file: string) => void;
};

const PER_PAGE = 10;
const POLL_MS = 700;
const TONES = {
  waiting: 'info',
  reading: 'info',
  imported: 'good',
  undone: 'neutral',
  refused: 'bad',
  cancelled: 'neutral',
  failed: 'bad',
} as const;

const isMoving = (file: File) => file.state === 'waiting' || file.state === 'reading';

/** The bank files that came in, newest first: how they came, what they were, and in words what came of each. */
export function BankFiles({ shown, page, onPage, onShow }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const files = useQuery(
    api.bankStatements.listFiles.queryOptions({
      input: { company, page, perPage: PER_PAGE },
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (state.data?.rows.some(isMoving) ? POLL_MS : false),
    }),
  );
  useNewsOfFiles(page, files.isPlaceholderData ? undefined : files.data?.rows);
  if (files.error) return <ErrorState error={files.error} onRetry={() => void files.refetch()} />;
  if (!files.data) return <LoadingState />;
  if (files.data.rows.length === 0) {
    return (
      <EmptyState kind="nothingYet" title={t('bankFiles.empty.title')}>
        {t('bankFiles.empty.lead')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={styles.files}>
        {files.data.rows.map((file) => (
          <FileLine
            key={file.id}
            file={file}
            isShown={file.id === shown || (!shown && file.id === files.data.rows[0]?.id && page === 1)}
            onShow={() => onShow(file.id === shown ? '-' : file.id)}
          />
        ))}
      </ul>
      <Pager page={page} perPage={PER_PAGE} total={files.data.total} onPage={onPage} />
    </>
  );
}

/** The proposals for lines follow the file that brought them, a moment later. */
const MATCHED_AFTER_MS = 2500;

/**
 * When a file is read, everything else on the page is asked again: accounts, what waits, and then the proposals. A small
 * one may be read before it was ever seen waiting: what counts is that it was not there as read before. Another page is
 * no news.
 */
function useNewsOfFiles(page: number, files: readonly File[] | undefined): void {
  const queryClient = useQueryClient();
  const ended = files?.flatMap((file) => (isMoving(file) ? [] : [`${file.id} ${file.state}`])).join();
  const seen = useRef({ page, ended });
  useEffect(() => {
    const before = seen.current;
    seen.current = { page, ended };
    const isKnown = before.page === page && before.ended !== undefined && ended !== undefined;
    if (!isKnown || before.ended === ended) return;
    void queryClient.invalidateQueries();
    const timer = setTimeout(() => void queryClient.invalidateQueries(), MATCHED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [page, ended, queryClient]);
}

function FileLine({ file, isShown, onShow }: { file: File; isShown: boolean; onShow: () => void }) {
  const t = useTexts();
  return (
    <li>
      <div className={styles.fileHead}>
        <button type="button" className={styles.link} aria-expanded={isShown} onClick={onShow}>
          {file.fileName}
        </button>
        <Tag tone={TONES[file.state]}>{t(`bankFiles.state.${file.state}`)}</Tag>
        <span className="rp-muted">
          {file.format && `${file.format.toUpperCase()} · `}
          {t(`bankFiles.origin.${file.origin}`)} · <MomentText at={file.createdAt} />
          {file.createdBy && ` · ${file.createdBy}`}
        </span>
      </div>
      {isMoving(file) ? <Progress file={file} /> : isShown && <FileResult file={file} />}
    </li>
  );
}

function Progress({ file }: { file: File }) {
  const t = useTexts();
  const { number } = useFormats();
  const company = useCompanyKey();
  const clerk = useClosedFor('clerk');
  const cancel = useMutation(api.bankStatements.cancelFile.mutationOptions());
  return (
    <ProgressPanel
      title={t('bankFiles.reading', { lines: number(file.progress?.done ?? 0) })}
      done={file.progress?.done ?? 0}
      total={file.progress?.total || undefined}
      actions={
        <ReasonButton
          size="compact-sm"
          variant="default"
          closed={clerk ?? (whyNotCancel(file.state) ? t('bankFiles.over') : null)}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ company, bankFileId: file.id })}
        >
          {t('bankFiles.cancel')}
        </ReasonButton>
      }
    />
  );
}
