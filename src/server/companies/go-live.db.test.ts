import { expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { goLive } from './go-live.ts';
import { findCompany } from './queries.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);

test.each([
  ['none was chosen', 0, 60],
  ['a person chose one', 300, 300],
] as const)(
  'from the first live run on there is a moment to take it back, where %s',
  async (_, before, after) => {
    const company = await addCompany(tools, { mode: 'test', releaseDelaySeconds: before });
    await goLive(company, { sure: true });
    const { mode, releaseDelaySeconds } = await inCompany(company, (trx) =>
      findCompany(trx, company.companyId),
    );
    expect({ mode, releaseDelaySeconds }).toEqual({ mode: 'live', releaseDelaySeconds: after });
    // Shortened since, it stays as it is: a company goes live once.
    await inCompany(company, (trx) => trx.updateTable('company').set({ releaseDelaySeconds: 0 }).execute());
    await goLive(company, { sure: true });
    expect((await inCompany(company, (trx) => findCompany(trx, company.companyId))).releaseDelaySeconds).toBe(
      0,
    );
  },
);
