import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { bucketOf, bucketsOf } from '#core/receivables/ageing.ts';
import { inCompany } from '#server/platform/db.ts';
import { seeded } from '#test/fuzz/mutate.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { listAgeing } from './ageing.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const today = Temporal.PlainDate.from('2026-03-31');
const CURRENCIES: readonly Currency[] = ['EUR', 'CHF', 'XOF', 'TND'];

const ROUNDS = Number(process.env.RAPPEL_TEST_LEDGERS ?? 4);

test.each(Array.from({ length: ROUNDS }, (_, at) => at + 1))(
  'ledger %i: what is old by age is what is open, in each company and currency, and for each debtor',
  async (seed) => {
    const random = seeded(seed * 7919);
    const upTo = (limit: number) => Math.floor(random() * limit);
    const bounds = [1 + upTo(30), 40 + upTo(30), 90 + upTo(300)].slice(0, 1 + upTo(3));
    for (const name of ['one', 'other']) {
      const company = await addCompany(tools, { name: `${name} ${seed}` });
      const expected = new Map<string, bigint>();
      const balances = new Map<string, bigint>();
      const debtors = [await addDebtor(company), await addDebtor(company), await addDebtor(company)];
      for (let at = 0; at < 25; at++) {
        const debtor = debtors[upTo(3)] ?? debtors[0];
        if (!debtor) throw new Error('no debtor');
        const currency = CURRENCIES[upTo(4)] ?? 'EUR';
        const items = Array.from({ length: 1 + upTo(3) }, () => {
          const minor = BigInt(upTo(3) === 0 ? 0 : upTo(2_000_000) - 400_000);
          const dueOn = today.subtract({ days: upTo(500) - 60 });
          const key = `${currency} ${bucketOf(dueOn, today, bounds)}`;
          if (minor !== 0n) expected.set(key, (expected.get(key) ?? 0n) + minor);
          const own = `${debtor.id} ${currency}`;
          balances.set(own, (balances.get(own) ?? 0n) + minor);
          return { dueOn: dueOn.toString(), open: toDecimal(money(minor, currency)) };
        });
        await addDocument(company, debtor, { currency, items });
      }
      await inCompany(company, async (trx) => {
        const { companyId } = company;
        const day = { companyId, today, bounds, currency: 'EUR' as const, timeZone: 'Europe/Brussels' };
        const rows = await listAgeing(trx, day);
        expect(new Map(rows.map((row) => [`${row.currency} ${row.bucket}`, row.minor]))).toEqual(expected);
        expect(rows.every(({ bucket }) => bucket < bucketsOf(bounds).length)).toBe(true);
        const { rows: whole } = await sql<{ currency: string; minor: bigint }>`
          select currency, sum(open_minor)::bigint as minor from due_item where company_id = ${companyId} and open_minor <> 0
          group by 1`.execute(trx);
        for (const { currency, minor } of whole) expect(sumOf(rows, currency)).toBe(BigInt(minor));
        for (const [key, balance] of balances) {
          const [debtorId = '', currency = ''] = key.split(' ');
          expect(sumOf(await listAgeing(trx, day, debtorId), currency)).toBe(balance);
        }
      });
    }
  },
);

function sumOf(rows: readonly { currency: string; minor: bigint }[], currency: string): bigint {
  return rows.filter((row) => row.currency === currency).reduce((sum, { minor }) => sum + BigInt(minor), 0n);
}
