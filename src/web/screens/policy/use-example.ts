import { useState } from 'react';
import { useCompany } from '#web/session.ts';

/** The invoice the calendar is drawn for: due on the first of this month, until another day is chosen. */
export function useExample() {
  const { today } = useCompany();
  const [day, setDay] = useState(() => Temporal.PlainDate.from(today).with({ day: 1 }).toString());
  const dueOn = Temporal.PlainDate.from(day);
  return { dueOn, issuedOn: dueOn.subtract({ days: 30 }), today, setDay };
}
export type Example = ReturnType<typeof useExample>;
