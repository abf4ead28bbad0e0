import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import {
  type Dispute,
  disputesQuery,
  type PaymentPromise,
  promisesQuery,
  type Whose,
} from './agreement-queries.ts';
import { useContested } from './DisputeList.tsx';

/** What stands at the top of the page: promises that hold reminders back, broken ones nobody has answered, disputes. */
export function AgreementNotes({ href, ...whose }: Whose & { href: string }) {
  const company = useCompanyKey();
  const promises = useQuery(promisesQuery(company, whose)).data?.rows ?? [];
  const disputes = useQuery(disputesQuery(company, whose)).data?.rows ?? [];
  return (
    <>
      {promises.map((promise) => (
        <PromiseNote key={promise.id} promise={promise} href={href} />
      ))}
      {disputes
        .filter(({ state }) => state !== 'closed')
        .map((dispute) => (
          <DisputeNote key={dispute.id} dispute={dispute} href={href} />
        ))}
    </>
  );
}

function PromiseNote({ promise, href }: { promise: PaymentPromise; href: string }) {
  const t = useTexts();
  const { day, money } = useFormats();
  const { state, answered, currency } = promise;
  const facts = { amount: money({ amount: promise.amount, currency }), on: day(promise.on) };
  if (state === 'broken' && !answered) {
    return (
      <Note tone="bad" title={t('promise.brokenNote', facts)} actions={<ToTab href={href} />}>
        {promise.note}
      </Note>
    );
  }
  if (state !== 'open') return null;
  const after = Temporal.PlainDate.from(promise.deadline).add({ days: 1 }).toString();
  return (
    <Note tone="info" title={t('promise.standing', facts)} actions={<ToTab href={href} />}>
      {t('promise.standingHint', { day: day(after) })}
    </Note>
  );
}

function DisputeNote({ dispute, href }: { dispute: Dispute; href: string }) {
  const t = useTexts();
  const { day } = useFormats();
  const amount = useContested(dispute);
  const facts = { amount, document: dispute.item.number, since: day(dispute.openedOn) };
  return (
    <Note tone="notice" title={t('dispute.standing', facts)} actions={<ToTab href={href} />}>
      {[t(`dispute.reason.${dispute.reason}`), dispute.note].filter(Boolean).join(' · ')}
    </Note>
  );
}

function ToTab({ href }: { href: string }) {
  const t = useTexts();
  return (
    <Button component="a" href={href} size="compact-sm" variant="default">
      {t('agreements.show')}
    </Button>
  );
}
