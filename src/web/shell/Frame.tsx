import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useEffect, useSyncExternalStore } from 'react';
import { chooseMachineLanguage, useMachineLanguage } from '#web/machine-language.ts';
import { sessionQuery } from '#web/session.ts';
import { fetchWords, TextsProvider } from '#web/texts.ts';
import { setSingleKeys, useCommandKeys } from '#web/ui/commands.ts';
import { announceNewPage } from '#web/ui/new-page.ts';
import { Toasts } from '#web/ui/toasts.tsx';

/** Around every page: the reader's words, their preferences, the keys, the toasts. */
export function Frame({ router, children }: { router: AnyRouter; children: ReactNode }) {
  const { data: session } = useQuery(sessionQuery);
  const path = usePathname(router);
  const key = decodeURIComponent(/^\/c\/([^/]+)/.exec(path)?.[1] ?? '');
  const country = session?.companies.find((each) => each.key === key)?.country;
  // While another language is being fetched, the page stays in the one it has.
  const own = session?.user?.language;
  const machine = useMachineLanguage();
  const language = useDeferredValue(own ?? machine);

  useCommandKeys();
  usePreferences(session?.user ?? null);
  useNewPages(router);
  // The first page stands there without them; from then on they are at hand.
  useEffect(() => void Promise.all([fetchWords('refusals'), fetchWords('screens')]), []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    if (own) chooseMachineLanguage(own);
  }, [own]);
  return (
    <TextsProvider language={language} country={country}>
      {children}
      <Toasts />
    </TextsProvider>
  );
}

function usePreferences(user: { theme: 'light' | 'dark' | 'system'; shortcuts: boolean } | null): void {
  const { setColorScheme } = useMantineColorScheme();
  const [theme, shortcuts] = [user?.theme, user?.shortcuts ?? true];
  useEffect(() => {
    if (theme) setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [theme, setColorScheme]);
  useEffect(() => setSingleKeys(shortcuts), [shortcuts]);
}

/** The words stand around the router, so that even a page that fails to load can say so. */
function usePathname({ history }: AnyRouter): string {
  return useSyncExternalStore(history.subscribe, () => history.location.pathname);
}

function useNewPages(router: AnyRouter): void {
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) announceNewPage();
      }),
    [router],
  );
}
