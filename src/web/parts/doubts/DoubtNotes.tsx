import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { DoubtFacts } from './DoubtFacts.tsx';

type Which = { debtor: string } | { dispatch: string };

/** The mails of which it is not certain that they left, each with what is known: of a debtor, or one of them. */
export function DoubtNotes(which: Which) {
  const t = useTexts();
  const company = useCompanyKey();
  const { data } = useQuery(api.notices.doubtful.queryOptions({ input: { company, ...which } }));
  return (data?.rows ?? []).map((doubt) => (
    <Note
      key={doubt.id}
      tone="severe"
      title={
        'debtor' in which
          ? t('worklist.title.dispatch_unknown', { notice: doubt.notice.number, debtor: doubt.debtor.name })
          : t('notice.now.unknown')
      }
    >
      <DoubtFacts doubt={doubt} />
    </Note>
  ));
}
