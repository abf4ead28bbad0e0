import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { BankFileView } from '#contract/bank-statements.ts';
import { whyNotUndoFile } from '#core/bank/undo-file.ts';
import { api } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import styles from './accounts.module.css';
import { CsvDrawer } from './CsvDrawer.tsx';
import { UndoFile } from './UndoFile.tsx';
import { UndoneFile } from './UndoneFile.tsx';

type File = z.output<typeof BankFileView>;

/** What came of a file, in words: what is new, what was known, what was refused and why. */
export function FileResult({ file }: { file: File }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const { result } = file;
  if (file.state === 'undone') return <UndoneFile file={file} />;
  if (!result)
    return (
      <p className="rp-muted">
        {t(`bankFiles.came.${file.state === 'cancelled' ? 'cancelled' : 'nothing'}`)}
      </p>
    );
  const { statements, lines, accountsAdded, problems, problemCount } = result;
  const said = [
    statements.added > 0 && t('bankFiles.came.added', { statements: statements.added, lines: lines.added }),
    statements.added === 0 && lines.added > 0 && t('bankFiles.came.lines', { lines: lines.added }),
    statements.known > 0 && t('bankFiles.came.known', { statements: statements.known }),
    lines.known > 0 && t('bankFiles.came.knownLines', { lines: lines.known }),
    lines.pending > 0 && t('bankFiles.came.pending', { lines: lines.pending }),
    lines.replaced > 0 && t('bankFiles.came.replaced', { lines: lines.replaced }),
    lines.lapsed > 0 && t('bankFiles.came.lapsed', { lines: lines.lapsed }),
    lines.returned > 0 && t('bankFiles.came.returned', { lines: lines.returned }),
    ...accountsAdded.map(({ number }) => t('bankFiles.came.account', { number })),
  ].filter((sentence) => sentence !== false);
  return (
    <div className={styles.result}>
      {said.length > 0 && (
        <ul>
          {said.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {statements.refused > 0 && <RefusedStatements file={file.id} />}
      {problems.length > 0 && (
        <Note tone={statements.refused > 0 || file.state === 'refused' ? 'bad' : 'warn'}>
          {problems.map(({ code, facts, at }) => (
            <p key={`${code} ${at.row} ${at.column}`}>
              {at.row > 0 && <strong>{t('bankFiles.atLine', { line: at.row })} </strong>}
              {refusalSentence({ t, locale }, code, facts)}
            </p>
          ))}
          {problemCount > problems.length && (
            <p>{t('bankFiles.moreProblems', { count: problemCount - problems.length })}</p>
          )}
        </Note>
      )}
      {needsColumns(file) && <CsvButton file={file} />}
      <div className={styles.acts}>
        {lines.added > 0 && <a href={paths.bank(company)}>{t('bankFiles.toDesk')}</a>}
        {!whyNotUndoFile(file.state, statements.refused) && <UndoFile file={file} />}
      </div>
    </div>
  );
}

/** A bank's CSV that does not tell by itself how it is to be read. */
function needsColumns({ state, result }: File): boolean {
  return (
    state === 'refused' &&
    (result?.problems.some(({ code }) => /^(bank_csv_|bank_file_unknown$)/.test(code)) ?? false)
  );
}

function CsvButton({ file }: { file: File }) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const [opened, setOpened] = useState(false);
  return (
    <div>
      <ReasonButton closed={closed} onClick={() => setOpened(true)}>
        {t('bankCsv.open')}
      </ReasonButton>
      <CsvDrawer file={file} opened={opened} onClose={() => setOpened(false)} />
    </div>
  );
}

/** Statements whose own sums contradict each other: each is opened, looked at, and may be taken in with a reason. */
function RefusedStatements({ file }: { file: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const refused = useQuery(
    api.bankStatements.listStatements.queryOptions({
      input: { company, file, state: 'refused', page: 1, perPage: 20 },
    }),
  ).data;
  if (!refused || refused.rows.length === 0) return null;
  return (
    <Note tone="bad" title={t('bankFiles.refusedStatements', { count: refused.total })}>
      {refused.rows.map(({ id, number, account }) => (
        <p key={id}>
          <a href={paths.bankStatement(company, id)}>
            {t('bankFiles.refusedOne', { number: number ?? '–', account: account.name })}
          </a>
        </p>
      ))}
    </Note>
  );
}
