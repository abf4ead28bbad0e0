import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { ChannelIcon } from '#web/parts/ChannelIcon.tsx';
import { DayText, MomentText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { DispatchStateBadge } from '#web/parts/StateBadge.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { FactList } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { CorrectChoice } from './CorrectChoice.tsx';
import { DispatchAnswer } from './DispatchAnswer.tsx';
import styles from './detail.module.css';
import type { NoticeShown } from './types.ts';

/** One issued notice: what left, to whom, what the other side answered, and what can be done now. '' is none. */
export function NoticeDrawer({ notice: id, onClose }: { notice: string; onClose: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const notice = useQuery(
    api.notices.show.queryOptions({ input: { company, notice: id }, enabled: id !== '' }),
  );
  const title = notice.data
    ? t('notice.title', { number: notice.data.number, debtor: notice.data.debtor.name })
    : t('notice.list');
  return (
    <SideDrawer opened={id !== ''} onClose={onClose} title={title} size={620}>
      {notice.error && <ErrorState error={notice.error} onRetry={() => void notice.refetch()} />}
      {notice.isPending && <LoadingState kind="detail" />}
      {notice.data && <Body notice={notice.data} />}
    </SideDrawer>
  );
}

function Body({ notice }: { notice: NoticeShown }) {
  const t = useTexts();
  const company = useCompanyKey();
  const file = (what: string) => `/api/companies/${company}/notices/${notice.id}/${what}`;
  const mails = notice.dispatches.filter(({ channel }) => channel === 'mail' || channel === 'portal');
  const hasMail = mails.some(({ purpose }) => purpose === 'notice');
  return (
    <>
      {notice.dispatches.map((dispatch) => (
        <DispatchAnswer key={dispatch.id} dispatch={dispatch} oneOfSeveral={notice.dispatches.length > 1} />
      ))}
      <FactList
        facts={[
          {
            name: t('run.column.debtor'),
            value: <a href={paths.debtor(company, notice.debtor.id)}>{notice.debtor.name}</a>,
          },
          { name: t('mail.subject'), value: notice.subject },
          { name: t('notice.issuedOn'), value: <DayText day={notice.issuedOn} /> },
          { name: t('run.payBy'), value: <DayText day={notice.deadlineOn} /> },
          { name: t('run.total'), value: <MoneyText money={notice.total} /> },
          ...(notice.pdfSha256
            ? [{ name: 'SHA-256', value: <code className={styles.hash}>{notice.pdfSha256}</code> }]
            : []),
        ]}
      />
      {notice.dispatches.map((dispatch) => (
        <Way key={dispatch.id} dispatch={dispatch} />
      ))}
      <div className={styles.headActions}>
        {notice.pdfSha256 && (
          <Button component="a" variant="default" href={file('letter')} target="_blank">
            {t('notice.openLetter')}
          </Button>
        )}
        {hasMail && (
          <Button component="a" variant="default" href={file('mail-source')} download>
            {t('notice.mailSource')}
          </Button>
        )}
        <UndoNotice notice={notice} />
      </div>
      {mails.map(({ id }) => (
        <SentMail key={id} notice={notice.id} dispatch={id} />
      ))}
    </>
  );
}

/** One channel it left through: where it stands there, and to whom. */
function Way({ dispatch }: { dispatch: NoticeShown['dispatches'][number] }) {
  const t = useTexts();
  const { purpose, channel, state, endedAt, to, meantFor } = dispatch;
  const facts = [
    {
      name: purpose === 'correction' ? t('notice.correction') : t('notice.channel'),
      value: (
        <>
          <ChannelIcon channel={channel} withWord /> <DispatchStateBadge state={state} />{' '}
          {endedAt && <MomentText at={endedAt} />}
        </>
      ),
    },
    { name: t('mail.to'), value: to.map(({ name, address }) => `${name} ${address}`.trim()).join(', ') },
    { name: t('notice.meantFor'), value: meantFor.map(({ address }) => address).join(', ') },
  ];
  return <FactList facts={facts.filter(({ value }) => value !== '')} />;
}

function SentMail({ notice, dispatch }: { notice: string; dispatch: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const mail = useQuery(api.notices.mail.queryOptions({ input: { company, notice, dispatch } }));
  if (!mail.data) return null;
  return (
    <iframe className={styles.mailFrame} sandbox="" srcDoc={mail.data.html} title={t('notice.sentMail')} />
  );
}

function UndoNotice({ notice }: { notice: NoticeShown }) {
  const t = useTexts();
  const company = useCompanyKey();
  const clerkOnly = useClosedFor('clerk');
  const [isOpen, setOpen] = useState(false);
  const [correct, setCorrect] = useState(false);
  const undo = useMutation({ ...api.notices.undo.mutationOptions(), meta: { inline: true } });
  const closed = clerkOnly ?? (notice.undoneAt ? t('notice.isUndone') : null);
  return (
    <>
      <ReasonButton variant="default" closed={closed} onClick={() => setOpen(true)}>
        {t('notice.undo')}
      </ReasonButton>
      <ConfirmDialog
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('notice.undo.title', { number: notice.number, debtor: notice.debtor.name })}
        act={t('notice.undo')}
        danger
        busy={undo.isPending}
        error={undo.error}
        onConfirm={() =>
          undo.mutate(
            { company, notice: notice.id, correct },
            {
              onSuccess: () => {
                setOpen(false);
                toastDone(t('notice.undone', { number: notice.number }));
              },
            },
          )
        }
      >
        <p>{t('run.undo.hint')}</p>
        <CorrectChoice value={correct} onChange={setCorrect} />
      </ConfirmDialog>
    </>
  );
}
