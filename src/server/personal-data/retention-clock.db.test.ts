import { expect, test } from 'vitest';
import { addContact } from '#server/debtors/keep-contact.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { previewErasures } from './preview-erasures.ts';
import { changeRetention, previewRetention, resetRetention, showRetention } from './retention.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });

/** One company of each country: who bought last when, who was written to, who still owes, a contact person, a bank file. */
async function furnish(country: string, key = `of-${country.toLowerCase()}`): Promise<CompanyTools> {
  tools.clock.set('2026-03-31');
  const company = await addCompany(tools, { key, country });
  const buyer = async (number: string, issuedOn: string, settledOn: string | null) => {
    const createdAt = Temporal.Instant.from('2020-01-01T12:00:00Z');
    const debtor = await addDebtor(company, { number, createdAt });
    const open = settledOn === null ? '10.00' : '0.00';
    const items = [
      {
        dueOn: issuedOn,
        open,
        settledOn: settledOn === null ? null : Temporal.PlainDate.from(settledOn),
        amount: '10.00',
      },
    ];
    await addDocument(company, debtor, { issuedOn, items });
    return debtor;
  };
  const kim = { role: 'buyer' as const, name: 'Kim', email: null, phone: null, fax: null };
  const contactOf = (debtor: { id: string }) => addContact(company, { debtor: debtor.id, contact: kim });
  await buyer('A-december', '2025-12-31', '2025-12-31');
  await buyer('B-january', '2026-01-01', '2026-01-02');
  // Invoiced in one year, paid in the next: the later of both counts.
  await buyer('C-paid-late', '2026-12-15', '2027-01-05');
  await buyer('D-owes', '2024-02-29', null);
  // Its contact person was written down in 2026, and is known three years longer than that year.
  await contactOf(await buyer('E-contact', '2025-06-30', '2025-07-30'));
  // The last word with this debtor was later than the contact person.
  const later = await buyer('F-contact', '2028-02-01', '2028-02-01');
  await contactOf(later);
  return company;
}

/** What is due on a day: numbers of debtors, and of debtors whose contact person goes. */
async function dueOn(company: CompanyTools, day: string): Promise<string> {
  tools.clock.set(day);
  const { persons, contacts } = await previewErasures(company);
  const numbers = persons.map(({ number }) => number[0]);
  return [...numbers, ...contacts.map(({ debtorNumber }) => `${debtorNumber[0]}'`)].sort().join(' ');
}

/**
 * Twelve simulated years, by hand: the first of January on which each appears, from the day of the last paper, the term
 * of the country, and three years for contact persons. A letter with ' is a contact person alone.
 */
const BY_HAND = {
  // Ten years.
  BE: {
    2029: '',
    2030: "E'",
    2031: "E'",
    2032: "E' F'",
    2035: "E' F'",
    2036: "A E F'",
    2037: "A B E F'",
    2038: "A B C E F'",
  },
  FR: {
    2029: '',
    2030: "E'",
    2032: "E' F'",
    2035: "E' F'",
    2036: "A E F'",
    2037: "A B E F'",
    2038: "A B C E F'",
  },
  // Eight years.
  DE: {
    2029: '',
    2030: "E'",
    2032: "E' F'",
    2033: "E' F'",
    2034: "A E F'",
    2035: "A B E F'",
    2036: "A B C E F'",
    2037: 'A B C E F',
    2038: 'A B C E F',
  },
  // Seven.
  NL: {
    2029: '',
    2030: "E'",
    2032: "E' F'",
    2033: "A E F'",
    2034: "A B E F'",
    2035: "A B C E F'",
    2036: 'A B C E F',
    2038: 'A B C E F',
  },
} as const;

test.each(Object.entries(BY_HAND))(
  'twelve simulated years in %s are as the table by hand',
  async (country, years) => {
    const company = await furnish(country);
    const seen: Record<string, string> = {};
    for (const year of Object.keys(years)) seen[year] = await dueOn(company, `${year}-01-01`);
    expect(seen).toEqual(years);
    // The day before, nothing of that year.
    expect(await dueOn(company, '2029-12-31')).toBe('');
  },
);

test('the days that are to come say how much goes on each; who owes has none', async () => {
  const company = await furnish('LU');
  const { days } = await previewErasures(company);
  expect(days.map(({ goesOn, persons, contacts }) => [goesOn.toString(), persons, contacts])).toEqual([
    ['2030-01-01', 0, 1],
    ['2032-01-01', 0, 1],
    ['2036-01-01', 2, 0],
    ['2037-01-01', 1, 0],
    ['2038-01-01', 1, 0],
    ['2039-01-01', 1, 0],
  ]);
  const by2036 = await previewErasures(company, { on: Temporal.PlainDate.from('2036-01-01') });
  expect(by2036.persons.map(({ number }) => number)).toEqual(['A-december', 'E-contact']);
});

test('a term below the law is refused by its article; a longer one, and one that no law sets, stand with who and why', async () => {
  const company = await addCompany(tools, { key: 'terms', country: 'DE' });
  const change = (years: number, subject: 'invoices' | 'contacts' = 'invoices') =>
    changeRetention(company, { subject, years, source: 'our accountant, 2026' });
  await expect(change(7)).rejects.toMatchObject({
    code: 'retention_below_law',
    facts: {
      subject: 'invoices',
      years: '7',
      least: '8',
      source: '§ 147 Abs. 3 AO, § 257 Abs. 4 HGB (BEG IV, 2025)',
    },
  });
  await expect(previewRetention(company, { subject: 'invoices', years: 7 })).rejects.toMatchObject({
    code: 'retention_below_law',
  });
  await change(9);
  await change(9);
  await change(1, 'contacts');
  const { terms } = await showRetention(company);
  expect(terms.map(({ subject, years, own }) => [subject, years, own !== null])).toEqual([
    ['invoices', 9, true],
    ['correspondence', 6, false],
    ['contacts', 1, true],
    ['bank_files', 8, false],
  ]);
  expect(terms[0]?.lawful).toMatchObject({ years: 8, least: 8, basis: 'law' });
  await resetRetention(company, { subject: 'invoices' });
  await resetRetention(company, { subject: 'invoices' });
  const after = await showRetention(company);
  expect(after.terms[0]).toMatchObject({ years: 8, own: null });
  const told = await inCompany(company, (trx) =>
    trx.selectFrom('timelineEntry').select('facts').where('kind', '=', 'retention_changed').execute(),
  );
  expect(told).toHaveLength(3);
});

test('what another term would make go is told before it is set, and changes nothing', async () => {
  const company = await furnish('BE', 'what-if');
  const { before, after } = await previewRetention(company, { subject: 'contacts', years: 1 });
  const contactDays = (days: typeof before) =>
    days.filter(({ contacts }) => contacts > 0).map(({ goesOn }) => goesOn.toString());
  expect(contactDays(before)).toEqual(['2030-01-01', '2032-01-01']);
  expect(contactDays(after)).toEqual(['2028-01-01', '2030-01-01']);
  const { terms } = await showRetention(company);
  expect(terms.every(({ own }) => own === null)).toBe(true);
});

test('a term that was set before the law asked for more does not undercut it', async () => {
  const company = await addCompany(tools, { key: 'early', country: 'BE' });
  await inCompany(company, (trx) =>
    trx
      .insertInto('retentionTerm')
      .values({
        ...{
          companyId: company.companyId,
          country: 'BE',
          subject: 'invoices',
          years: 7,
          source: 'until 2022',
        },
        ...{ changedBy: null, changedAt: tools.clock.now() },
      })
      .execute(),
  );
  const { terms } = await showRetention(company);
  expect(terms[0]).toMatchObject({ subject: 'invoices', years: 10, own: { stands: false } });
});
