import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type client } from '#web/api.ts';
import { EntryFrame } from '#web/parts/EntryFrame.tsx';
import { paths } from '#web/paths.ts';
import { useGo, usePlace } from '#web/place.ts';
import { landingOf, sessionQuery, useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { PageHeader } from '#web/ui/Page.tsx';
import { LoadingState } from '#web/ui/States.tsx';

type Invitation = Awaited<ReturnType<typeof client.invitations.show>>;

/** Somebody who works elsewhere already is invited to a company: they see of it no more than its name until they accept. */
export function InvitationScreen() {
  const t = useTexts();
  const token = usePlace('token');
  const leave = useLeave();
  const invitation = useQuery(api.invitations.show.queryOptions({ input: { token }, retry: false }));
  return (
    <EntryFrame>
      {invitation.isPending && <LoadingState kind="detail" />}
      {invitation.error && (
        <>
          <PageHeader title={t('invitation.title')} />
          <Form
            onSubmit={() => leave.mutate(undefined)}
            act={t('invitation.other')}
            busy={leave.isPending}
            error={invitation.error}
            wide
          >
            {null}
          </Form>
        </>
      )}
      {invitation.data && <Acceptance token={token} invitation={invitation.data} />}
    </EntryFrame>
  );
}

function Acceptance({ token, invitation: { name, role } }: { token: string; invitation: Invitation }) {
  const t = useTexts();
  const { user } = useSession();
  const arrived = useArrived();
  const leave = useLeave();
  const accept = useMutation(
    api.invitations.accept.mutationOptions({ meta: { inline: true, keep: true }, onSuccess: arrived }),
  );
  return (
    <>
      <PageHeader
        title={t('invitation.title')}
        lead={t('invitation.lead', { company: name, role: t(`role.${role}`) })}
      />
      <Form
        onSubmit={() => accept.mutate({ token })}
        act={t('invitation.act')}
        busy={accept.isPending}
        error={accept.error}
        wide
        actions={
          <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate(undefined)}>
            {t('invitation.other')}
          </Button>
        }
      >
        <p>{t('invitation.explain', { email: user?.email ?? '' })}</p>
      </Form>
    </>
  );
}

/** To the company one works in from now on. */
function useArrived() {
  const go = useGo();
  const queryClient = useQueryClient();
  return async ({ company }: { company: string }) => {
    const { companies } = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    const joined = companies.find(({ key }) => key === company);
    go(joined ? landingOf(joined) : paths.home(), { replace: true });
  };
}

/** For whoever is signed in here with another account than the one invited; they come back once they have signed in. */
function useLeave() {
  const go = useGo();
  const queryClient = useQueryClient();
  return useMutation(
    api.session.signOut.mutationOptions({
      meta: { keep: true },
      onSuccess: (session) => {
        const next = location.pathname;
        queryClient.clear();
        queryClient.setQueryData(sessionQuery.queryKey, session);
        go(paths.signIn(next), { replace: true });
      },
    }),
  );
}
