import { useEffect, useState } from 'react';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import type { Run } from './types.ts';
import { UndoRun } from './UndoRun.tsx';

/** How long the mails of a run still wait, as the server last said, and what stops them until then. */
export function HeldNote({ run, seconds }: { run: Run; seconds: number }) {
  const t = useTexts();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    const ticking = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1000);
    return () => clearInterval(ticking);
  }, [seconds]);
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <Note tone="info" actions={<UndoRun run={run} />}>
      {t('run.leavesIn', { time })}
    </Note>
  );
}
