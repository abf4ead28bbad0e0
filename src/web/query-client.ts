import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isRefusedWith } from './errors.ts';
import { toastError } from './ui/toasts.tsx';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** The refusal is shown in the form itself, so there is no toast. */
      inline?: boolean;
      /** Nothing else on the screen depends on it: lists are not asked for again. */
      keep?: boolean;
    };
  }
}

/** Reads are kept briefly; after any change everything on the screen is asked for again. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const lookForSession = (error: unknown) => {
    if (isRefusedWith(error, 'not_signed_in')) onSignedOut();
  };
  const queryClient: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5000, retry: (count, error) => error instanceof TypeError && count < 2 },
      mutations: { retry: false },
    },
    queryCache: new QueryCache({ onError: lookForSession }),
    mutationCache: new MutationCache({
      onError: (error, _input, _before, mutation) => {
        lookForSession(error);
        if (!mutation.meta?.inline) toastError(error);
      },
      onSuccess: (_data, _input, _before, mutation) => {
        if (!mutation.meta?.keep) void queryClient.invalidateQueries();
      },
    }),
  });
  return queryClient;
}
