import { useClosedFor } from '#web/session.ts';
import { AuditSection } from './AuditSection.tsx';
import { DueErasures } from './DueErasures.tsx';
import { HeadSection } from './HeadSection.tsx';
import { RetentionSection } from './RetentionSection.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

/** Whether the books hold together, how long data are kept, and whose have reached the end of their term. */
export function DataScreen() {
  const owner = useClosedFor('owner');
  return (
    <SettingsFrame current="data">
      <AuditSection />
      <HeadSection />
      <RetentionSection />
      {!owner && <DueErasures />}
    </SettingsFrame>
  );
}
