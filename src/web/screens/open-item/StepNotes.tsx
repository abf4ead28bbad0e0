import { useMutation, useQuery } from '@tanstack/react-query';
import { HAND_OVER_PARTIES } from '#core/dunning/policy.ts';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Steps = Awaited<ReturnType<typeof client.itemSteps.show>>;

/** With whom the item is, and what the debtor said of it: told above all else, with the way back. */
export function StepNotes({ item }: { item: string }) {
  const company = useCompanyKey();
  const { data } = useQuery(api.itemSteps.show.queryOptions({ input: { company, item } }));
  const standing = data?.handOvers.find(({ takenBackOn }) => takenBackOn === null);
  return (
    <>
      {standing && <HandedOver item={item} standing={standing} />}
      {data?.acceptance && <Answered acceptance={data.acceptance} />}
    </>
  );
}

function HandedOver({ item, standing }: { item: string; standing: Steps['handOvers'][number] }) {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const takeBack = useMutation(
    api.itemSteps.takeBack.mutationOptions({ onSuccess: () => toastDone(t('item.takenBack')) }),
  );
  const party = HAND_OVER_PARTIES.find((one) => one === standing.to);
  const to = party ? t(`handOver.to.${party}`) : standing.to;
  return (
    <Note
      tone="severe"
      title={t('item.handedOver', { to, day: day(standing.handedOn) })}
      actions={
        <ReasonButton
          size="compact-sm"
          variant="default"
          closed={closed}
          loading={takeBack.isPending}
          onClick={() => takeBack.mutate({ company, item })}
        >
          {t('item.takeBack')}
        </ReasonButton>
      }
    >
      {t('item.handOver.hint')}
    </Note>
  );
}

function Answered({ acceptance }: { acceptance: NonNullable<Steps['acceptance']> }) {
  const t = useTexts();
  const { day } = useFormats();
  const isAccepted = acceptance.answer === 'accepted';
  const facts = { day: day(acceptance.answeredOn) };
  return (
    <Note
      tone={isAccepted ? 'good' : 'warn'}
      title={isAccepted ? t('item.accepted', facts) : t('item.contested', facts)}
    >
      {acceptance.note}
    </Note>
  );
}
