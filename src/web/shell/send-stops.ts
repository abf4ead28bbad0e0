import { useQuery } from '@tanstack/react-query';
import { api, type client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useSession } from '#web/session.ts';

export type SendStops = Awaited<ReturnType<typeof client.installation.sendStops>>;
export type SendStop = SendStops['stops'][number];

const NONE: SendStops = { stops: [], mayRelease: false };
const EVERY_MS = 30_000;

/** What holds mails and letters back: of the company in the URL, and of the whole installation. */
export function useSendStops(): SendStops {
  const company = useCompanyKey();
  const { companies } = useSession();
  const isInside = companies.some(({ key }) => key === company);
  const inside = useQuery({
    ...api.installation.companySendStops.queryOptions({ input: { company } }),
    enabled: isInside,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  const outside = useQuery({
    ...api.installation.sendStops.queryOptions(),
    enabled: !isInside,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  return (isInside ? inside : outside).data ?? NONE;
}
