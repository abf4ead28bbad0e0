import { lazy, Suspense } from 'react';
import { fetchWords } from '#web/texts.ts';
import { useSendStops } from './send-stops.ts';

/** Rare, so it is fetched with its words only when there is something to say. */
const SendStopBanner = lazy(async () => {
  const [loaded] = await Promise.all([
    import('./SendStopBanner.tsx'),
    fetchWords('screens'),
    fetchWords('refusals'),
  ]);
  return { default: loaded.SendStopBanner };
});

/** On every screen, while nothing leaves: why, and who may end it. */
export function SendStops() {
  const { stops, mayRelease } = useSendStops();
  if (stops.length === 0) return null;
  return (
    <Suspense fallback={null}>
      {stops.map((stop) => (
        <SendStopBanner key={stop.fence ?? stop.kind} stop={stop} mayRelease={mayRelease} />
      ))}
    </Suspense>
  );
}
