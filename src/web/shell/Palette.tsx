import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useGo } from '#web/place.ts';
import { useWorkplace } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { CommandPalette } from '#web/ui/CommandPalette.tsx';

const LINK = { debtor: paths.debtor, item: paths.item, run: paths.run, notice: null } as const;

/** The palette of a company: its debtors, items, notices and runs beside pages and commands. */
export function Palette() {
  const t = useTexts();
  const { money, day } = useFormats();
  const go = useGo();
  const company = useWorkplace();
  const [typed, setTyped] = useState('');
  const text = useSettled(typed.trim());
  const { data } = useQuery(
    api.search.find.queryOptions({
      input: { company, text },
      enabled: company !== '' && text.length > 1,
      placeholderData: keepPreviousData,
    }),
  );
  const hits = text.length > 1 ? (data?.hits ?? []) : [];
  const found = hits.flatMap((hit) => {
    // A notice is read on its debtor's page.
    const id = hit.kind === 'notice' ? hit.debtor?.id : hit.id;
    const href = (LINK[hit.kind] ?? paths.debtor)(company, id ?? '');
    const amount = hit.amount && hit.currency ? money({ amount: hit.amount, currency: hit.currency }) : null;
    const facts = [
      hit.kind === 'debtor' ? hit.debtor?.number : hit.debtor?.name,
      hit.on && day(hit.on),
      amount,
    ];
    const description = facts.filter(Boolean).join(' · ');
    return [
      { id: `${hit.kind} ${hit.id}`, label: hit.title, description, group: t(`search.${hit.kind}`), href },
    ];
  });
  return <CommandPalette found={found} onQuery={setTyped} onGo={go} />;
}

/** What was typed, a moment after the last letter. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), 150);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
