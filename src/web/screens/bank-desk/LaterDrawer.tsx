import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { DayField } from '#web/ui/DayField.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import type { DeskLine } from './draft.ts';
import type { DeskActs } from './use-desk-acts.ts';

type Props = { line: DeskLine | null; acts: DeskActs; onClose: () => void };

/** Puts a line off until a day, with what is waited for. */
export function LaterDrawer({ line, acts, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={line !== null} onClose={onClose} title={t('desk.laterOn')}>
      {line && <LaterForm line={line} acts={acts} onDone={onClose} />}
    </SideDrawer>
  );
}

function LaterForm({ line, acts, onDone }: { line: DeskLine; acts: DeskActs; onDone: () => void }) {
  const t = useTexts();
  const { day, money } = useFormats();
  const company = useCompanyKey();
  const { today } = useCompany();
  const closed = useClosedFor('clerk');
  const tomorrow = Temporal.PlainDate.from(today).add({ days: 1 }).toString();
  const [until, setUntil] = useState(Temporal.PlainDate.from(today).add({ days: 7 }).toString());
  const [note, setNote] = useState('');
  const [error, setError] = useState<unknown>(null);
  const save = async () => {
    const facts = {
      who: line.counterparty ?? '',
      amount: money({ amount: line.amount, currency: line.currency }),
      until: day(until),
    };
    const send = (settlement: string) =>
      client.settlements.later({ company, line: line.id, until, note: note.trim() || null, settlement });
    const refused = await acts.decide({
      line,
      words: 'desk.did.later',
      facts,
      leaves: acts.isOfDesk,
      inForm: true,
      send,
    });
    setError(refused);
    if (!refused) onDone();
  };
  return (
    <Form act={t('desk.later')} closed={closed} error={error} onSubmit={() => void save()}>
      <DayField
        label={t('desk.until')}
        value={until}
        onChange={setUntil}
        today={today}
        min={tomorrow}
        required
      />
      <Textarea
        label={t('desk.note')}
        description={t('desk.noteHint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={500}
        autosize
        minRows={2}
      />
    </Form>
  );
}
