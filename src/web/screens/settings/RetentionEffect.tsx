import { Table } from '@mantine/core';
import type { client } from '#web/api.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { useTexts } from '#web/texts.ts';

type Effect = Awaited<ReturnType<typeof client.personalData.previewRetention>>;
type Day = Effect['before'][number];

const SHOWN_MAX = 8;

/** The days on which something else goes by another term: how much until now, and how much then. */
export function RetentionEffect({ before, after }: Effect) {
  const t = useTexts();
  const changed = changedDays(before, after);
  const shown = changed.slice(0, SHOWN_MAX);
  if (changed.length === 0) return <p className="rp-muted">{t('retention.effect.same')}</p>;
  return (
    <div>
      <Table verticalSpacing={4} aria-label={t('retention.effect.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('erasure.days.on')}</Table.Th>
            <Table.Th ta="end">{t('retention.effect.now')}</Table.Th>
            <Table.Th ta="end">{t('retention.effect.then')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ on, until, from }) => (
            <Table.Tr key={on}>
              <Table.Td>
                <DayText day={on} />
              </Table.Td>
              <Table.Td ta="end" className="rp-figures">
                {until}
              </Table.Td>
              <Table.Td ta="end" className="rp-figures">
                {from}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {changed.length > shown.length && (
        <p className="rp-muted">{t('retention.effect.more', { count: changed.length - shown.length })}</p>
      )}
    </div>
  );
}

function changedDays(before: readonly Day[], after: readonly Day[]) {
  const sumOf = (days: readonly Day[]) =>
    new Map(days.map(({ on, persons, contacts, files }) => [on, persons + contacts + files]));
  const [until, from] = [sumOf(before), sumOf(after)];
  return [...new Set([...until.keys(), ...from.keys()])]
    .sort()
    .map((on) => ({ on, until: until.get(on) ?? 0, from: from.get(on) ?? 0 }))
    .filter((day) => day.until !== day.from);
}
