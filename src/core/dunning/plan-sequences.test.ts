import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { type DebtorPlan, planDebtor } from '#core/dunning/plan-debtor.ts';
import { type ReadyPolicyKey, readyPolicyFor } from '#core/dunning/ready-policies.ts';

const START = 20_500;
const keys: ReadyPolicyKey[] = ['be_standard', 'fr_standard', 'nl_business', 'de_standard'];

function termsOn(on: number, key: ReadyPolicyKey): RunTerms {
  const body = readyPolicyFor(key, { country: 'BE', currency: 'EUR' });
  return {
    on,
    firstImportOn: null,
    extraGraceDays: 0,
    forcedLevel: null,
    companyCurrency: 'EUR',
    law: null,
    policies: new Map([['p', compilePolicy({ id: 'p', version: 1, body }, on, 'EUR')]]),
    defaultPolicyId: 'p',
    minimumBalance: null,
    bankData: null,
  };
}

const anyItem = fc.record({
  dueIn: fc.integer({ min: -120, max: 60 }),
  open: fc.bigInt({ min: -50_000n, max: 90_000n }).filter((open) => open !== 0n),
  level: fc.integer({ min: 0, max: 3 }),
  linked: fc.boolean(),
});
const anyDebtor = fc.array(anyItem, { minLength: 1, maxLength: 8 }).map(
  (items): DebtorFacts => ({
    id: 'd',
    language: 'nl',
    kind: 'business',
    preferredChannel: 'mail',
    contactedOn: null,
    policyId: null,
    groupPolicyId: null,
    addresses: { mail: true, post: true, fax: false, mailRoles: [], faxRoles: [] },
    holds: [],
    waitingRun: null,
    items: items.map(
      ({ dueIn, open, level, linked }, nth): ItemFacts => ({
        id: `i${nth}`,
        documentNumber: `F${nth}`,
        documentKind: open < 0n ? 'credit_note' : 'invoice',
        linkedNumber: linked && open < 0n ? 'F0' : null,
        policyId: null,
        currency: 'EUR',
        issuedOn: START - 200,
        importedOn: START - 200,
        dueOn: START + dueIn,
        open,
        level: dueIn < 0 && open > 0n ? level : 0,
        times: dueIn < 0 && open > 0n && level > 0 ? 1 : 0,
        courtesyOn: null,
        notifiedOn: dueIn < 0 && level > 0 ? START - 20 : null,
        deadlineOn: dueIn < 0 && level > 0 ? START - 6 : null,
        directDebit: false,
      }),
    ),
  }),
);

/** What issuing does: levels rise, the day and the deadline are kept, the debtor has been contacted. */
function issue(debtor: DebtorFacts, { notices }: DebtorPlan, on: number): DebtorFacts {
  const lines = new Map(
    notices.flatMap(({ lines: own, deadlineOn }) =>
      own.flatMap((line) => (line.level === null ? [] : [[line.item.id, { ...line, deadlineOn }] as const])),
    ),
  );
  const items = debtor.items.map((item) => {
    const line = lines.get(item.id);
    if (!line) return item;
    if (line.level === 0) return { ...item, courtesyOn: on };
    const { level, times, deadlineOn } = line;
    return { ...item, level: level ?? item.level, times, deadlineOn, notifiedOn: on };
  });
  return { ...debtor, items, contactedOn: notices.length > 0 ? on : debtor.contactedOn };
}

const shown = ({ notices, leftOut }: DebtorPlan) => ({
  notices: notices.map(({ key, open, total, lines }) => [
    ...[key, open, total],
    lines.map(({ item, level }) => `${item.id}:${level}`).sort(),
  ]),
  leftOut: leftOut
    .map(({ because, items }) => `${because} ${items.map(({ item }) => item.id).sort()}`)
    .sort(),
});

test('the order in which rows are read changes nothing', () => {
  fc.assert(
    fc.property(anyDebtor, fc.constantFrom(...keys), fc.infiniteStream(fc.nat()), (debtor, key, random) => {
      const shuffled = debtor.items
        .map((item) => ({ item, at: random.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item);
      const terms = termsOn(START, key);
      expect(shown(planDebtor({ ...debtor, items: shuffled }, terms))).toEqual(
        shown(planDebtor(debtor, terms)),
      );
    }),
  );
});

test('planned again after it was issued, a run proposes nothing of what went out', () => {
  fc.assert(
    fc.property(anyDebtor, fc.constantFrom(...keys), (debtor, key) => {
      const terms = termsOn(START, key);
      const first = planDebtor(debtor, terms);
      expect(planDebtor(issue(debtor, first, START), terms).notices).toEqual([]);
    }),
  );
});

test('whatever the days of the runs, no level is skipped and none comes twice', () => {
  const days = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(anyDebtor, fc.constantFrom(...keys), days, (start, key, gaps) => {
      let debtor = start;
      let on = START;
      for (const gap of gaps) {
        on += gap;
        const found = planDebtor(debtor, termsOn(on, key));
        for (const { lines } of found.notices) {
          for (const { item, level, times } of lines) {
            if (level === null || level === 0) continue;
            expect(level).toBe(times > 1 ? item.level : item.level + 1);
            expect(item.dueOn).toBeLessThan(on);
            if (item.deadlineOn !== null) expect(item.deadlineOn).toBeLessThan(on);
          }
        }
        debtor = issue(debtor, found, on);
      }
    }),
  );
});

test('every open claim is either on a notice or left out with a reason, never both, never neither', () => {
  fc.assert(
    fc.property(anyDebtor, fc.constantFrom(...keys), (debtor, key) => {
      const { notices, leftOut } = planDebtor(debtor, termsOn(START, key));
      const asked = notices.flatMap(({ lines }) =>
        lines.filter(({ level }) => level !== null).map(({ item }) => item.id),
      );
      const held = leftOut.flatMap(({ items }) => items.map(({ item }) => item.id));
      const claims = debtor.items.filter(({ open }) => open > 0n).map(({ id }) => id);
      expect([...asked, ...held].filter((id) => claims.includes(id)).sort()).toEqual(claims.sort());
    }),
  );
});
