import { useMutation, useQuery } from '@tanstack/react-query';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { EntryFrame } from '#web/parts/EntryFrame.tsx';
import { usePlace } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { PageHeader } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';

type Link = Awaited<ReturnType<typeof client.vetoLinks.show>>;

/**
 * The link of a forewarning. It waits for a click: programs that look at mails open links too, and must stop nothing.
 * Whoever comes here may be signed in nowhere, and sees counts alone.
 */
export function VetoScreen() {
  const token = usePlace('token');
  const link = useQuery(api.vetoLinks.show.queryOptions({ input: { token }, retry: false }));
  return (
    <EntryFrame>
      {link.error && <ErrorState error={link.error} />}
      {link.isPending && <LoadingState kind="detail" />}
      {link.data && <Veto token={token} link={link.data} />}
    </EntryFrame>
  );
}

function Veto({ token, link }: { token: string; link: Link }) {
  const t = useTexts();
  const { moment, weekday } = useFormats();
  const veto = useMutation(api.vetoLinks.use.mutationOptions({ meta: { inline: true } }));
  const { company, on, dueAt, timeZone, expected } = link;
  const state = veto.data?.state ?? link.state;
  return (
    <>
      <PageHeader title={t('veto.title')} lead={t('veto.lead', { company, when: moment(dueAt, timeZone) })} />
      {expected && <p>{t('automatic.expected', expected)}</p>}
      {state === 'announced' && (
        <>
          <p>{t('veto.explain')}</p>
          <Form
            act={t('veto.act')}
            busy={veto.isPending}
            error={veto.error}
            onSubmit={() => veto.mutate({ token })}
            wide
          >
            {null}
          </Form>
        </>
      )}
      {state === 'vetoed' && (
        <Note tone="good" live>
          {t('veto.done', { day: weekday(on) })}
        </Note>
      )}
      {state === 'running' && <Note tone="warn">{t('veto.begun')}</Note>}
      {(state === 'done' || state === 'failed' || state === 'missed') && <Note>{t('veto.over')}</Note>}
    </>
  );
}
