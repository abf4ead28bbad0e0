import type { Setting } from '#core/timeline/settings.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

export type SettingChange = { readonly setting: Setting; readonly before: unknown; readonly after: unknown };

/** Values by their setting, before and after, as changes. */
export function settingChanges(
  before: Readonly<Partial<Record<Setting, unknown>>>,
  after: Readonly<Partial<Record<Setting, unknown>>>,
): SettingChange[] {
  return (Object.keys(after) as Setting[]).map((setting) => ({
    setting,
    before: before[setting],
    after: after[setting],
  }));
}

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
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(written).filter(Boolean).join(' · ');
  if (value instanceof Temporal.Instant) return value.toString({ smallestUnit: 'second' });
  return typeof value === 'object' ? Object.values(value).map(written).join(' ') : String(value);
}
