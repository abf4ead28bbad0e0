import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** The company in the URL, by its key. */
export function useCompanyKey(): string {
  return usePlace('company');
}

/** One named part of the URL: `debtor` in /c/acme/debtors/{debtor}. */
export function usePlace(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params[name] ?? '';
}

/** Goes to a link made by paths.ts. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (href, options) => void navigate({ href, replace: options?.replace ?? false }),
    [navigate],
  );
}

/** A schema of a view; the first screens write theirs with zod/mini, which is a third of the weight. */
type ViewSchema<View> = { parse(search: unknown): View; readonly shape: object };

/**
 * The view of a list (filters, sort, page, tab) as it stands in the URL, read by a schema whose every field has
 * `.catch(...)`: a link typed wrongly shows the usual view, never an error. Changing anything but the page goes
 * back to page 1. What equals its usual value is left out of the URL.
 */
export function useView<View extends object>(
  schema: ViewSchema<View>,
): [View, (patch: Partial<View>, options?: { push?: boolean }) => void] {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const view = useMemo(() => schema.parse(search), [schema, search]);
  const setView = useCallback(
    (patch: Partial<View>, options?: { push?: boolean }) => {
      const next: Record<string, unknown> = { ...view, ...('page' in patch ? {} : { page: 1 }), ...patch };
      void navigate({ to: '.', search: withoutUsual(schema, next), replace: !options?.push });
    },
    [schema, view, navigate],
  );
  return [view, setView];
}

function withoutUsual(schema: ViewSchema<object>, view: Record<string, unknown>): Record<string, unknown> {
  const usual: Record<string, unknown> = { ...schema.parse({}) };
  return Object.fromEntries(
    Object.entries(view).filter(
      ([name, value]) =>
        name in schema.shape && value !== undefined && String(value) !== String(usual[name] ?? ''),
    ),
  );
}
