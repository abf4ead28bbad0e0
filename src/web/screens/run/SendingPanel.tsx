import { useRef } from 'react';
import { useTexts } from '#web/texts.ts';
import { ProgressPanel } from '#web/ui/ProgressPanel.tsx';
import type { Run } from './types.ts';

/** How far the sending is, how fast, how long still: measured from what was seen since this page was opened. */
export function SendingPanel({ run }: { run: Run }) {
  const t = useTexts();
  const done = run.progress?.done ?? 0;
  const total = run.progress?.total ?? run.summary?.notices ?? 0;
  const start = useRef({ at: performance.now(), done });
  const minutes = (performance.now() - start.current.at) / 60_000;
  const perMinute = minutes > 0.03 ? (done - start.current.done) / minutes : 0;
  return (
    <ProgressPanel
      title={t('run.sending')}
      done={done}
      total={total || undefined}
      {...(perMinute > 0 ? { perMinute, secondsLeft: ((total - done) / perMinute) * 60 } : {})}
    >
      <p className="rp-muted">{t('run.sendingHint')}</p>
    </ProgressPanel>
  );
}
