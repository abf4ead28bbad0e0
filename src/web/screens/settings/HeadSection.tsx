import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { writeHead } from '#core/timeline/head.ts';
import { api, type client } from '#web/api.ts';
import { useTell } from '#web/errors.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { answerSentence, useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { CopyField } from './CopyField.tsx';

type Head = Awaited<ReturnType<typeof client.timeline.head>>;

/** How far the timeline has come, where that is mailed each day, and whether an earlier head fits. */
export function HeadSection() {
  const t = useTexts();
  const company = useCompanyKey();
  const { data, error, isPending, refetch } = useQuery(
    api.timeline.head.queryOptions({ input: { company } }),
  );
  return (
    <Section title={t('head.title')} lead={t('head.lead')}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="detail" />}
      {data && (
        <Stack gap="lg">
          <p>{t('head.now', { events: data.count })}</p>
          <CopyField
            label={t('head.title')}
            value={writeHead({ count: BigInt(data.count), hash: data.hash })}
          />
          <LastMail head={data} />
          <MailTo key={data.mailTo} head={data} />
          <Compare />
        </Stack>
      )}
    </Section>
  );
}

function LastMail({ head: { last, failure } }: { head: Head }) {
  const t = useTexts();
  const formats = useFormats();
  if (failure) {
    return (
      <Note tone="bad" title={t('head.fails', { since: formats.moment(failure.since) })}>
        {answerSentence(failure.answer, t, formats.locale)}
      </Note>
    );
  }
  if (!last) return null;
  const facts = { state: last.state, to: last.to, at: formats.moment(last.at) };
  return <p className="rp-muted">{t('head.last', facts)}</p>;
}

/** The address, for owners to choose; an empty one mails nothing. */
function MailTo({ head }: { head: Head }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const [mailTo, setMailTo] = useState(head.mailTo ?? '');
  const change = useMutation(
    api.timeline.changeHeadMail.mutationOptions({
      meta: { inline: true },
      onSuccess: () => toastDone(t('act.saved')),
    }),
  );
  return (
    <Form
      busy={change.isPending}
      error={change.error}
      closed={closed}
      onSubmit={() => change.mutate({ company, mailTo: mailTo.trim() || null })}
    >
      <TextInput
        label={t('head.mailTo')}
        description={t('head.mailToHint')}
        type="email"
        value={mailTo}
        onChange={({ currentTarget: { value } }) => setMailTo(value)}
      />
    </Form>
  );
}

function Compare() {
  const t = useTexts();
  const tell = useTell();
  const company = useCompanyKey();
  const [draft, setDraft] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const { data, error } = useQuery({
    ...api.timeline.compareHead.queryOptions({ input: { company, head: asked ?? '' } }),
    enabled: asked !== null,
    retry: false,
    meta: { inline: true },
  });
  const isSound = data?.answer === 'same' || data?.answer === 'earlier';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(draft.trim() || null);
      }}
    >
      <TextInput
        label={t('head.compare')}
        description={t('head.compareHint')}
        placeholder="1234 9f86d081 …"
        value={draft}
        onChange={({ currentTarget: { value } }) => {
          setDraft(value);
          setAsked(null);
        }}
        mb="sm"
      />
      <Button type="submit" variant="default" disabled={draft.trim() === ''} mb="sm">
        {t('head.compareAct')}
      </Button>
      {asked && error && (
        <Note tone="bad" live>
          {tell(error)}
        </Note>
      )}
      {asked && data && (
        <Note tone={isSound ? 'good' : 'bad'} live>
          {t(`head.answer.${data.answer}`)}
        </Note>
      )}
    </form>
  );
}
