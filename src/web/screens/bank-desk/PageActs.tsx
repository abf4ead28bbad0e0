import { useMutation } from '@tanstack/react-query';
import { client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { DeskLine } from './draft.ts';
import type { DeskActs as Acts } from './use-desk-acts.ts';

type Props = { rows: readonly DeskLine[]; acts: Acts };

/** What is done with all the lines of the page at once. */
export function PageActs({ rows, acts }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const clerk = useClosedFor('clerk');
  const sure = rows.filter(({ matches: [best] }) => best?.certainty === 'certain' && !best.stale);
  const accept = useMutation({
    mutationFn: (lines: string[]) => client.settlements.acceptMany({ company, lines, certainty: 'certain' }),
    onSuccess: ({ settlements, passedOver }) =>
      toastDone(
        t('desk.acceptedMany', { count: settlements.length, passedOver }),
        settlements.length > 0 ? { undo: () => acts.undo([...settlements].reverse()) } : {},
      ),
  });
  const again = useMutation({
    mutationFn: () => client.settlements.match({ company, lines: null }),
    onSuccess: ({ lines, settled }) => toastDone(t('desk.matchedAgain', { lines, settled })),
  });
  const label = t('desk.acceptCertain', { count: sure.length });
  const closed = clerk ?? (sure.length === 0 ? t('desk.noCertain') : null);
  const run = () => accept.mutate(sure.map(({ id }) => id));
  useCommands([{ id: 'desk.acceptCertain', label, group: t('desk.keys'), keys: 'shift+a', run, closed }]);
  return (
    <>
      <ActionMenu
        actions={[{ id: 'again', label: t('desk.matchAgain'), closed: clerk, onClick: () => again.mutate() }]}
      />
      <ReasonButton variant="default" closed={closed} keys="shift+a" loading={accept.isPending} onClick={run}>
        {label}
      </ReasonButton>
    </>
  );
}
