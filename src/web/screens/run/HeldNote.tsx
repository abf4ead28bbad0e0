import { useEffect, useState } from 'react';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';

/** How long the mails of a run still wait, as the server last said; until then undoing the run stops them. */
export function HeldNote({ seconds }: { seconds: number }) {
  const t = useTexts();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    const ticking = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1000);
    return () => clearInterval(ticking);
  }, [seconds]);
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return <Note tone="info">{t('run.leavesIn', { time })}</Note>;
}
