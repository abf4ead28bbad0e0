import type { client } from '#web/api.ts';

export type Import = Awaited<ReturnType<typeof client.imports.show>>;
export type Table = NonNullable<Awaited<ReturnType<typeof client.imports.table>>['table']>;
export type Choices = Import['choices'];
export type Result = NonNullable<Import['result']>;
export type Problem = Result['problems'][number];
