import { ActionIcon } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import { type CSSProperties, type ReactNode, useRef, useState } from 'react';
import { useTexts } from '#web/texts.ts';
import styles from './SplitView.module.css';

type Props = {
  /** Under this name the width is remembered on this machine. */
  name: string;
  list: ReactNode;
  detail: ReactNode;
  listLabel?: string;
  detailLabel?: string;
  /** On a phone one of the two is shown: the detail when something is open. */
  isOpen: boolean;
  onBack: () => void;
};

const MIN = 28;
const MAX = 72;

/** List left, what it points at right; the divider is dragged, or moved by the arrow keys. On a phone: two pages. */
export function SplitView({ name, list, detail, listLabel, detailLabel, isOpen, onBack }: Props) {
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useShare(name);
  const isNarrow = useMediaQuery('(width <= 60em)') ?? false;
  const listTitle = listLabel ?? t('split.list');
  const detailTitle = detailLabel ?? t('split.detail');

  if (isNarrow) {
    return isOpen ? (
      <section className={styles.single} aria-label={detailTitle}>
        <ActionIcon variant="default" size="lg" aria-label={t('act.back')} onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        {detail}
      </section>
    ) : (
      <section className={styles.single} aria-label={listTitle}>
        {list}
      </section>
    );
  }
  return (
    <div ref={box} className={styles.split} style={{ '--share': `${share}%` } as CSSProperties}>
      <section className={styles.pane} aria-label={listTitle}>
        {list}
      </section>
      <Divider box={box} share={share} onShare={setShare} />
      <section className={styles.pane} aria-label={detailTitle}>
        {detail}
      </section>
    </div>
  );
}

type DividerProps = {
  box: React.RefObject<HTMLDivElement | null>;
  share: number;
  onShare: (share: number) => void;
};

function Divider({ box, share, onShare }: DividerProps) {
  const t = useTexts();
  const drag = (clientX: number) => {
    const bounds = box.current?.getBoundingClientRect();
    if (bounds) onShare(((clientX - bounds.left) / bounds.width) * 100);
  };
  const byKey: Record<string, number> = { ArrowLeft: share - 2, ArrowRight: share + 2, Home: MIN, End: MAX };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a movable separator is a control; an hr is not.
    <div
      role="separator"
      tabIndex={0}
      className={styles.divider}
      aria-label={t('split.resize')}
      aria-orientation="vertical"
      aria-valuenow={Math.round(share)}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => event.buttons === 1 && drag(event.clientX)}
      onKeyDown={(event) => {
        const to = byKey[event.key];
        if (to === undefined) return;
        event.preventDefault();
        onShare(to);
      }}
    />
  );
}

function useShare(name: string): [number, (share: number) => void] {
  const key = `rappel.split.${name}`;
  const [share, setShare] = useState(() => within(Number(localStorage.getItem(key)) || 46));
  return [
    share,
    (to) => {
      setShare(within(to));
      localStorage.setItem(key, String(Math.round(within(to))));
    },
  ];
}

function within(share: number): number {
  return Math.min(MAX, Math.max(MIN, share));
}
