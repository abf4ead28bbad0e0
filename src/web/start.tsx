import { QueryClientProvider } from '@tanstack/react-query';
import { createRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { followLinksInside } from './follow-links.ts';
import { watchIdleness } from './idle-session.ts';
import { paths } from './paths.ts';
import { makeQueryClient } from './query-client.ts';
import { routeTree } from './routes.tsx';
import { parseSearch, stringifySearch } from './search-params.ts';
import { Frame } from './shell/Frame.tsx';
import { PageFailed, PageLoading, PageUnknown } from './shell/PageStates.tsx';
import { RappelTheme } from './ui/RappelTheme.tsx';

/** Builds the application and puts it in the page. */
export function start(): void {
  const leave = () => {
    const { pathname, href } = router.state.location;
    if (pathname.startsWith('/c/') || pathname === '/account') location.assign(paths.signIn(href));
  };
  const queryClient = makeQueryClient(leave);
  const router = createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 250,
    defaultPendingComponent: PageLoading,
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: PageUnknown,
    scrollRestoration: true,
  });
  watchIdleness(() => {
    queryClient.clear();
    leave();
  });
  followLinksInside(router);
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RappelTheme>
          <Suspense fallback={null}>
            <Frame router={router}>
              <RouterProvider router={router} />
            </Frame>
          </Suspense>
        </RappelTheme>
      </QueryClientProvider>
    </StrictMode>,
  );
}
