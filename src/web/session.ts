import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { mayCall, type Role } from '#contract/access.ts';
import { api, client } from './api.ts';
import { paths } from './paths.ts';
import { useCompanyKey } from './place.ts';
import { useTexts } from './texts.ts';

/** Who is here, where they may go, and what every screen must know. */
export const sessionQuery = queryOptions({
  queryKey: api.session.show.queryKey(),
  // Routes wait for the very same answer: it is not given up because a component that asked was shown another way.
  queryFn: () => client.session.show(),
  staleTime: 60_000,
});

export function useSession() {
  return useSuspenseQuery(sessionQuery).data;
}

/** The company in the URL as the signed-in user knows it: role, mode, currency, its day. */
export function useCompany() {
  const key = useCompanyKey();
  const company = useSession().companies.find((each) => each.key === key);
  if (!company) throw new Error(`No company ${key} in this session: the route should have said so.`);
  return company;
}

const LAST = 'rappel.company';

export function rememberCompany(key: string): void {
  localStorage.setItem(LAST, key);
}

/** Of these, the one this machine showed last; else the first; else none. */
export function lastCompanyOf<Company extends { readonly key: string }>(
  companies: readonly Company[],
): Company | undefined {
  const last = localStorage.getItem(LAST);
  return companies.find(({ key }) => key === last) ?? companies[0];
}

/** Whether one is somebody from outside in the company one works for: they see what was handed over, and no other page. */
export function useIsOutside(): boolean {
  const key = useWorkplace();
  return useSession().companies.find((each) => each.key === key)?.role === 'collector';
}

/** The page one lands on in a company. */
export function landingOf({ key, role }: { readonly key: string; readonly role: Role }): string {
  return role === 'collector' ? paths.handedOver(key) : paths.worklist(key);
}

/** The company one works for, by its key: the one in the URL, and on pages of no company the last one. '' without any. */
export function useWorkplace(): string {
  const key = useCompanyKey();
  const { companies } = useSession();
  if (companies.some((each) => each.key === key)) return key;
  return lastCompanyOf(companies)?.key ?? '';
}

/** Whether the mails of the company one works for are kept here instead of leaving. */
export function useMailsCaught(): boolean {
  const key = useWorkplace();
  const { companies, mailsAreCaught } = useSession();
  return mailsAreCaught || companies.some((each) => each.key === key && each.isDemo);
}

/** Null if the user may; otherwise the reason for the greyed button: 'This needs the role of owner…'. */
export function useClosedFor(role: 'reader' | 'clerk' | 'owner'): string | null {
  const t = useTexts();
  const company = useCompany();
  if (mayCall(company.role, role)) return null;
  return t('role.needed', { role: t(`role.${role}`) });
}

/** One's role in the company in the URL; null on pages outside of any. */
export function useCompanyRole(): Role | null {
  const key = useCompanyKey();
  return useSession().companies.find((each) => each.key === key)?.role ?? null;
}
