import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import { DayText } from '#web/parts/DayText.tsx';
import { GateText } from '#web/parts/GateText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import styles from './detail.module.css';
import { ProposalLaw } from './ProposalLaw.tsx';
import type { Line, Proposal } from './types.ts';
import type { Edits } from './use-edits.ts';

/** The due items of the notice, and those of the debtor that are not on it, with their reasons. */
export function ProposalLines({ proposal, edits }: { proposal: Proposal; edits: Edits }) {
  const t = useTexts();
  return (
    <div className={styles.lines}>
      <table className={styles.lineTable}>
        <caption className={styles.hidden}>{t('run.lines')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('run.line.document')}</th>
            <th scope="col">{t('run.line.dueOn')}</th>
            <th scope="col">{t('run.line.level')}</th>
            <th scope="col" data-end>
              {t('run.line.open')}
            </th>
            <th scope="col" data-end>
              {t('run.line.costs')}
            </th>
            <th>
              <span className={styles.hidden}>{t('run.line.drop')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {proposal.lines.map((line) => (
            <LineRow key={line.dueItemId} proposal={proposal} line={line} edits={edits} />
          ))}
        </tbody>
      </table>
      <ProposalLaw proposal={proposal} />
      {proposal.leftOut.length > 0 && (
        <details className={styles.leftOutHere}>
          <summary>
            {t('run.notOnIt', {
              count: proposal.leftOut.reduce((sum, { items }) => sum + items.length, 0),
            })}
          </summary>
          <ul>
            {proposal.leftOut.map((gate) => (
              <li key={gate.because}>
                <strong>{gate.items.map(({ documentNumber }) => documentNumber).join(', ')}</strong>{' '}
                <GateText gate={gate} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function LineRow({ proposal, line, edits }: { proposal: Proposal; line: Line; edits: Edits }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const { dueItemId, documentNumber, dropped } = line;
  const costs = [line.interest, line.fee].filter(({ amount }) => Number(amount) !== 0);
  return (
    <tr data-dropped={dropped || undefined} data-section={line.section}>
      <td data-label={t('run.line.document')}>
        <a href={paths.item(company, dueItemId)}>{documentNumber}</a>
        {line.debtor && line.debtor.id !== proposal.debtor.id && <small> · {line.debtor.name}</small>}
        {line.section !== 'overdue' && <small> · {t(`run.section.${line.section}`)}</small>}
      </td>
      <td data-label={t('run.line.dueOn')}>
        <DayText day={line.dueOn} as="short" />
        {line.daysLate > 0 && <small> · {t('run.daysLate', { days: line.daysLate })}</small>}
      </td>
      <td data-label={t('run.line.level')}>
        <LevelOf proposal={proposal} line={line} edits={edits} disabled={closed !== null} />
      </td>
      <td data-label={t('run.line.open')} data-end>
        <MoneyText money={line.open} />
      </td>
      <td data-label={t('run.line.costs')} data-end>
        {costs.length === 0
          ? '–'
          : costs.map((each, at) => <MoneyText key={at === 0 ? 'a' : 'b'} money={each} quiet />)}
      </td>
      <td>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={closed !== null || edits.isBusy}
          aria-label={t(dropped ? 'run.line.restoreThis' : 'run.line.dropThis', { document: documentNumber })}
          onClick={() => edits.edit(proposal.id, { kind: dropped ? 'restore_item' : 'drop_item', dueItemId })}
        >
          {dropped ? <IconArrowBackUp size={16} /> : <IconX size={16} />}
        </ActionIcon>
      </td>
    </tr>
  );
}

type LevelProps = { proposal: Proposal; line: Line; edits: Edits; disabled: boolean };

function LevelOf({ proposal, line, edits, disabled }: LevelProps) {
  const t = useTexts();
  if (line.level === null || line.level === 0 || !line.levels || line.levels.length < 2) {
    return <>{line.level ? t('run.line.from', { from: line.reached, to: line.level }) : '–'}</>;
  }
  return (
    <NativeSelect
      size="xs"
      disabled={disabled || line.dropped}
      aria-label={t('run.line.levelOf', { document: line.documentNumber })}
      value={line.level}
      onChange={(event) => {
        const level = Number(event.currentTarget.value);
        edits.edit(proposal.id, { kind: 'item_level', dueItemId: line.dueItemId, level });
      }}
      data={line.levels.map((level) => ({
        value: String(level),
        label: t('run.line.from', { from: line.reached, to: level }),
      }))}
    />
  );
}
