import type { z } from 'zod';
import type { BankFileUndoView } from '#contract/bank-undo-views.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import styles from './accounts.module.css';

type Preview = z.output<typeof BankFileUndoView>;
type Obstacle = Preview['obstacles'][number];

/** What taking a file back undoes; or, where something stands on it, what that is and where. */
export function UndoPreview({ preview }: { preview: Preview }) {
  return preview.obstacleCount > 0 ? <Obstacles preview={preview} /> : <Goes preview={preview} />;
}

const COUNTED = ['onAccount', 'ignored', 'putOff', 'overridden', 'linesBack'] as const;

function Goes({ preview }: { preview: Preview }) {
  const t = useTexts();
  const { money, list } = useFormats();
  const { statements, lines, settlements, items, stopped } = preview;
  const said = [
    statements + lines > 0 && t('bankFiles.undo.lines', { statements, lines }),
    settlements > 0 &&
      t('bankFiles.undo.settlements', { count: settlements, items, money: list(preview.money.map(money)) }),
    ...COUNTED.map((name) => preview[name] > 0 && t(`bankFiles.undo.${name}`, { count: preview[name] })),
    ...preview.accountsGone.map((number) => t('bankFiles.undo.accountGone', { number })),
  ].filter((sentence) => sentence !== false);
  const stays = [
    ...preview.accountsKept.map((name) => t('bankFiles.undo.accountKept', { name })),
    ...(stopped > 0 ? [t('bankFiles.undo.stopped', { count: stopped })] : []),
  ];
  if (said.length === 0) return <p>{t('bankFiles.undo.nothing')}</p>;
  return (
    <div className={styles.undo}>
      <p>{t('bankFiles.undo.goes')}</p>
      <ul>
        {said.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {stays.length > 0 && (
        <Note tone="info">
          {stays.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Note>
      )}
    </div>
  );
}

function Obstacles({ preview: { obstacles, obstacleCount } }: { preview: Preview }) {
  const t = useTexts();
  return (
    <div className={styles.undo}>
      <Note tone="warn">{t('bankFiles.undo.blocked', { count: obstacleCount })}</Note>
      <ul>
        {obstacles.map((one) => (
          <li key={`${one.kind} ${one.line} ${one.debtor} ${one.file} ${one.about} ${one.number} ${one.on}`}>
            <ObstacleText obstacle={one} />
          </li>
        ))}
        {obstacleCount > obstacles.length && (
          <li>{t('bankFiles.undo.more', { count: obstacleCount - obstacles.length })}</li>
        )}
      </ul>
    </div>
  );
}

/** One sentence, that leads to where the thing is. */
function ObstacleText({ obstacle }: { obstacle: Obstacle }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { money, day } = useFormats();
  const { kind, about, amount, on, by, number } = obstacle;
  const text = t(`bankFiles.undo.by.${kind}`, {
    about,
    amount: amount ? money(amount) : '',
    on: on ? day(on) : '',
    by: by ?? 'Rappel',
    number: number ?? '',
  });
  const href = placeOf(company, obstacle);
  return href ? <a href={href}>{text}</a> : text;
}

function placeOf(company: string, { kind, line, debtor, file }: Obstacle): string | null {
  if (file) return paths.bankAccounts(company, { file });
  if (line) return paths.bank(company, { view: kind === 'ignored' ? 'ignored' : 'settled', line });
  return debtor ? paths.debtor(company, debtor) : null;
}
