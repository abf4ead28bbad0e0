import { useFormats } from '#web/formats.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { useReleaseHold } from './HoldDrawer.tsx';

type Hold = {
  readonly id: string;
  readonly reason: string;
  readonly until: string | null;
  readonly review: string | null;
  readonly placedBy: string | null;
  readonly item: { readonly number: string } | null;
};

/** The holds in force: until when, why and by whom, with the button that ends them. */
export function HoldNotes({ holds }: { holds: readonly Hold[] }) {
  const t = useTexts();
  const { day } = useFormats();
  const closed = useClosedFor('clerk');
  const release = useReleaseHold();
  return holds.map((hold) => (
    <Note
      key={hold.id}
      tone="notice"
      title={
        hold.until === null
          ? t('hold.untilReview', { review: day(hold.review ?? '') })
          : t('hold.untilDay', { until: day(hold.until) })
      }
      actions={
        <ReasonButton
          size="compact-sm"
          variant="default"
          closed={closed}
          loading={release.isPending && release.variables === hold.id}
          onClick={() => release.mutate(hold.id)}
        >
          {t('hold.release')}
        </ReasonButton>
      }
    >
      {[hold.item && t('hold.ofItem', { item: hold.item.number }), hold.reason, hold.placedBy]
        .filter(Boolean)
        .join(' · ')}
    </Note>
  ));
}
