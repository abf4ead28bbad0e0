import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';

/** Above everything else of a debtor whose data are restricted: since when, why, and what that means. */
export function RestrictionNote({ debtor }: { debtor: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { moment } = useFormats();
  const { data } = useQuery(api.personalData.state.queryOptions({ input: { company, debtor } }));
  if (!data?.restricted) return null;
  const { at, reason } = data.restricted;
  return (
    <Note tone="notice" title={t('personal.restrictedSince', { at: moment(at) })}>
      <div>{reason}</div>
      <div>{t('personal.restrictedMeans')}</div>
    </Note>
  );
}
