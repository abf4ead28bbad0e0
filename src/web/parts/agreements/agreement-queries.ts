import { api, type client } from '#web/api.ts';

/** Whose agreements: a debtor's, or those that concern one item of it. */
export type Whose = { readonly debtor: string; readonly item?: string };

export type Dispute = Awaited<ReturnType<typeof client.disputes.list>>['rows'][number];
export type PaymentPromise = Awaited<ReturnType<typeof client.promises.list>>['rows'][number];
export type Claimed = Awaited<ReturnType<typeof client.openItems.list>>['rows'][number];
export type PlacedHold = Awaited<ReturnType<typeof client.debtors.listHolds>>['rows'][number];

const ONE_PAGE = { page: 1, perPage: 200 } as const;

function narrowed({ debtor, item }: Whose) {
  return item === undefined ? { debtor } : { item };
}

export function disputesQuery(company: string, whose: Whose) {
  return api.disputes.list.queryOptions({
    input: { company, view: 'all', ...narrowed(whose), ...ONE_PAGE },
  });
}

export function promisesQuery(company: string, whose: Whose) {
  return api.promises.list.queryOptions({ input: { company, ...narrowed(whose), ...ONE_PAGE } });
}

export function holdsQuery(company: string, whose: Whose) {
  return api.debtors.listHolds.queryOptions({
    input: { company, view: 'all', ...narrowed(whose), ...ONE_PAGE },
  });
}

/** The open claims of a debtor, oldest first: what can be promised or contested. */
export function claimsQuery(company: string, debtor: string) {
  const order = { view: 'open', sort: 'due', direction: 'asc' } as const;
  return api.openItems.list.queryOptions({ input: { company, debtor, ...order, ...ONE_PAGE } });
}
