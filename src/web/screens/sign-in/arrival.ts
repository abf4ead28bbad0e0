import { useQueryClient } from '@tanstack/react-query';
import type { client } from '#web/api.ts';
import { isOwnPage } from '#web/own-page.ts';
import { paths } from '#web/paths.ts';
import { useGo } from '#web/place.ts';
import { sessionQuery } from '#web/session.ts';

type Session = Awaited<ReturnType<typeof client.session.show>>;

/**
 * After signing in: to where one was going, if that is a page of ours, else to the start. Where the second factor is
 * still awaited, the page of the sign-in asks for it.
 */
export function useArrival(next: string) {
  const go = useGo();
  const queryClient = useQueryClient();
  return (session: Session) => {
    queryClient.setQueryData(sessionQuery.queryKey, session);
    if (session.awaited) go(paths.signIn(next || undefined), { replace: true });
    else go(isOwnPage(next, location.origin) ? next : paths.home(), { replace: true });
  };
}
