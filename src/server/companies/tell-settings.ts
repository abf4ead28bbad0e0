import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

/** What a setting is called in the timeline (i18n: `setting.<name>`). */
export type Setting =
  | 'name'
  | 'country'
  | 'language'
  | 'timeZone'
  | 'street'
  | 'postalCode'
  | 'city'
  | 'vatNumber'
  | 'enterpriseNumber'
  | 'iban'
  | 'bic'
  | 'phone'
  | 'email'
  | 'website'
  | 'legalFooter'
  | 'defaultTermsDays'
  | 'promiseToleranceDays'
  | 'ageingBounds'
  | 'mailFromName'
  | 'mailFromAddress'
  | 'mailReplyTo'
  | 'mailCopyTo'
  | 'releaseDelaySeconds'
  | 'mailServer'
  | 'testMail'
  | 'sentFolder'
  | 'defaultPolicy'
  | 'settlementPolicy'
  | 'generalTerms'
  | 'letterLayout'
  | 'logo';

export type SettingChange = { readonly setting: Setting; readonly before: unknown; readonly after: unknown };

/** Tells in the timeline what of a company's particulars and settings became other. The same again is not told. */
export async function tellSettings(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  changes: readonly SettingChange[],
): Promise<void> {
  const at = clock.now();
  const entries = changes.flatMap(({ setting, ...values }) => {
    const [before, after] = [written(values.before), written(values.after)];
    if (before === after) return [];
    return [{ kind: 'setting_changed' as const, facts: { setting, before, after }, at, actor }];
  });
  await addTimelineEntries(trx, companyId, entries);
}

/** A value as a person reads it; several, one after the other. */
function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(written).filter(Boolean).join(' · ');
  if (value instanceof Temporal.Instant) return value.toString({ smallestUnit: 'second' });
  return typeof value === 'object' ? Object.values(value).map(written).join(' ') : String(value);
}
