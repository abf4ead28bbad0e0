import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Dossier } from './HandedOverItemScreen.tsx';

/** Which member from outside may see the item: chosen one by one, never by a rule. */
export function SeenBy({ dossier }: { dossier: Dossier }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const { data: users } = useQuery(api.users.list.queryOptions({ input: { company } }));
  const assign = useMutation(
    api.collectors.assign.mutationOptions({ onSuccess: () => toastDone(t('handedOver.assigned')) }),
  );
  const outside = users?.filter(({ role, pending }) => role === 'collector' && !pending) ?? [];
  // Whoever sees it is named at once, not only when all that could see it are known.
  const { collector } = dossier;
  const others = outside.filter(({ id }) => id !== collector?.id);
  const isEmpty = users !== undefined && outside.length === 0;
  return (
    <Section title={t('handedOver.seenBy')}>
      <NativeSelect
        aria-label={t('handedOver.seenBy')}
        description={isEmpty ? t('handedOver.seenBy.none') : t('handedOver.seenBy.hint')}
        maw={420}
        value={collector?.id ?? ''}
        disabled={closed !== null || users === undefined || isEmpty || assign.isPending}
        title={closed ?? undefined}
        onChange={({ currentTarget: { value } }) =>
          assign.mutate({ company, item: dossier.item, user: value || null })
        }
        data={[
          { value: '', label: t('handedOver.seenBy.nobody') },
          ...[...(collector ? [collector] : []), ...others].map(({ id, name }) => ({
            value: id,
            label: name,
          })),
        ]}
      />
    </Section>
  );
}
