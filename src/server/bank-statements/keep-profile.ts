import type { SavedProfile } from '#contract/bank-csv-views.ts';
import { type BankCsvProfile, csvProfileFrom } from '#core/bank/csv-profile.ts';
import type { BankReader } from '#formats/bank/bank-reader.ts';
import { bankCsvReader } from '#formats/bank-csv/read-bank-csv.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addProfile, findProfile, listProfiles, removeProfile } from './profile-queries.ts';

export function showProfiles(tools: CompanyTools): Promise<SavedProfile[]> {
  return inCompany(tools, (trx) => listProfiles(trx, tools.companyId));
}

/** Saves how a bank writes its CSV, under a name. @throws Refusal bank_profile_unreadable */
export async function keepProfile(
  tools: CompanyTools,
  { name, profile }: { name: string; profile: unknown },
): Promise<SavedProfile> {
  const { columns, debitWords, ...rest } = csvProfileFrom(withoutGaps(profile));
  const copied = {
    ...(columns && { columns: { ...columns } }),
    ...(debitWords && { debitWords: [...debitWords] }),
  };
  const saved: SavedProfile = { name, profile: { ...rest, ...copied } };
  await inCompany(tools, (trx) => addProfile(trx, tools.companyId, saved, tools.clock.now()));
  return saved;
}

export async function dropProfile(tools: CompanyTools, name: string): Promise<void> {
  await inCompany(tools, (trx) => removeProfile(trx, tools.companyId, name));
}

/** What is left out on the wire may stand there as undefined. */
function withoutGaps(profile: unknown): unknown {
  return JSON.parse(JSON.stringify(profile ?? {}));
}

/**
 * The profile a file is read with where nobody named one: of those whose headings all stand at its start, the one with
 * most of them; else none, and the headings speak for themselves.
 */
function fittingProfile(saved: readonly SavedProfile[], start: Uint8Array): BankCsvProfile {
  const texts = ['utf-8', 'windows-1252'].map((encoding) => new TextDecoder(encoding).decode(start));
  const fitting = saved
    .map(({ profile }) => ({ profile, headings: Object.keys(profile.columns ?? {}) }))
    .filter(({ headings }) => headings.length > 0)
    .filter(({ headings }) => texts.some((text) => headings.every((heading) => text.includes(heading))));
  const best = fitting.toSorted((one, other) => other.headings.length - one.headings.length)[0];
  return best ? csvProfileFrom(best.profile) : {};
}

/** What reads a file if it is a CSV: by the profile that was named, or as it looks. */
export async function csvReaderFor(
  trx: Trx,
  companyId: string,
  { profile, start }: { profile: string | null; start: () => Promise<Uint8Array> },
): Promise<BankReader> {
  if (profile !== null) return bankCsvReader((await findProfile(trx, companyId, profile)) ?? {});
  const saved = await listProfiles(trx, companyId);
  return bankCsvReader(saved.length > 0 ? fittingProfile(saved, await start()) : {});
}

/** Enough of a file to see its headings. */
export const CSV_START = 16 * 1024;
