import { setTimeout as wait } from 'node:timers/promises';

type Following<State> = {
  /** Asks the database: whoever restarts, on whichever machine the work is done, the answer is true. */
  read(): Promise<State>;
  over(state: State): boolean;
  everyMs?: number;
  signal?: AbortSignal | undefined;
};

/** Yields a state each time it has changed, until it is over or nobody listens: the body of a server-sent event route. */
export async function* follow<State>({
  read,
  over,
  everyMs = 500,
  signal,
}: Following<State>): AsyncGenerator<State> {
  let last = '';
  while (!signal?.aborted) {
    const state = await read();
    const text = JSON.stringify(state);
    if (text !== last) yield state;
    if (over(state)) return;
    last = text;
    await wait(everyMs, undefined, signal ? { signal } : {}).catch(() => {});
  }
}
