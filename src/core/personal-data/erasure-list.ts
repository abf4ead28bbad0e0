/** How many of each kind one list takes, the first ones due; the next list takes the rest. */
export const ERASURE_LIST_MOST = 5_000;
