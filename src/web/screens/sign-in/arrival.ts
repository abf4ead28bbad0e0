import { useQueryClient } from '@tanstack/react-query';
import { paths } from '#web/paths.ts';
import { useGo } from '#web/place.ts';
import { sessionQuery } from '#web/session.ts';

/** After signing in: to where one was going, if that is a page of ours, else to the start. */
export function useArrival(next: string) {
  const go = useGo();
  const queryClient = useQueryClient();
  return (session: unknown) => {
    queryClient.setQueryData(sessionQuery.queryKey, session as never);
    go(isOurs(next) ? next : paths.home(), { replace: true });
  };
}

/** '/c/acme' is ours; '//elsewhere.example', '/\elsewhere.example' and 'https://…' are not. */
function isOurs(next: string): boolean {
  return /^\/(?![/\\])/.test(next) && new URL(next, location.origin).origin === location.origin;
}
