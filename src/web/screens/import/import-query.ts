import { api } from '#web/api.ts';

/** One import, asked again while something is being done with it. */
export const importQuery = (company: string, importId: string) =>
  api.imports.show.queryOptions({
    input: { company, importId },
    enabled: importId !== '',
    refetchInterval: ({ state }) => (/ing$/.test(state.data?.state ?? '') ? 500 : false),
  });
