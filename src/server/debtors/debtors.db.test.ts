import { expect, test } from 'vitest';
import { showTimeline } from '#server/timeline/show-timeline.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addNote } from './add-note.ts';
import { changeDebtor } from './change-debtor.ts';
import { addContact, changeContact, removeContact } from './keep-contact.ts';
import { addGroup, changeGroup, removeGroup } from './keep-group.ts';
import { listDebtors } from './list-debtors.ts';
import { placeHolds } from './place-holds.ts';
import { releaseHold } from './release-hold.ts';
import { showDebtor } from './show-debtor.ts';
import { showGroups } from './show-groups.ts';
import { showHolds } from './show-holds.ts';
import { undoHolds } from './undo-holds.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const company = await addCompany(tools);
const foreign = await addCompany(tools);
const NOBODY = '01900000-0000-7000-8000-000000000000';
const list = { view: 'open', sort: 'overdue', direction: 'desc', page: 1, perPage: 50 } as const;

const code = (word: string) => expect.objectContaining({ code: word });
const eventsOf = async (debtor: string) =>
  (await showTimeline(company, { debtor, limit: 50 })).entries.map(({ kind, facts }) => [kind, facts]);

test('the list tells per debtor and currency what is open and overdue, and how late the oldest claim is', async () => {
  const own = await addCompany(tools);
  const nord = await addDebtor(own, { number: 'D1', name: 'Café du Nord' });
  const sud = await addDebtor(own, { number: 'D2', name: 'Café du Sud', email: null, street: null });
  await addDebtor(own, { number: 'D3', name: 'Owes nothing' });
  await addDocument(own, nord, { number: 'F-1', items: [{ dueOn: '2026-03-01', open: '100.00', level: 2 }] });
  await addDocument(own, nord, { number: 'F-2', items: [{ dueOn: '2026-03-31', open: '50.00' }] }); // due today: not late
  await addDocument(own, nord, {
    number: 'C-1',
    kind: 'credit_note',
    items: [{ dueOn: '2026-01-01', open: '-10.00' }],
  });
  await addDocument(own, nord, {
    number: 'F-3',
    currency: 'USD',
    items: [{ dueOn: '2026-03-30', open: '7.00' }],
  });
  await addDocument(own, sud, { number: 'F-4', items: [{ dueOn: '2026-02-01', open: '5.00' }] });

  const { rows, total } = await listDebtors(own, list);
  expect(total).toBe(2);
  expect(rows.map(({ number }) => number)).toEqual(['D1', 'D2']);
  expect(rows[0]).toMatchObject({
    open: [
      { amount: '140.00', currency: 'EUR' },
      { amount: '7.00', currency: 'USD' },
    ],
    overdue: [
      { amount: '90.00', currency: 'EUR' },
      { amount: '7.00', currency: 'USD' },
    ],
    daysLate: 30,
    level: 2,
    openItems: 4,
    noAddress: false,
    restricted: false,
  });
  expect(rows[1]).toMatchObject({ noAddress: true, daysLate: 58 });

  const numbers = async (question: object) =>
    (await listDebtors(own, { ...list, ...question })).rows.map(({ number }) => number);
  expect(await numbers({ view: 'all', sort: 'number', direction: 'asc' })).toEqual(['D1', 'D2', 'D3']);
  expect(await numbers({ sort: 'lateness' })).toEqual(['D2', 'D1']);
  expect(await numbers({ view: 'no_address' })).toEqual(['D2']);
  expect(await numbers({ level: 2 })).toEqual(['D1']);
  expect(await numbers({ search: 'du sud' })).toEqual(['D2']);
  expect(await numbers({ search: 'f-3' })).toEqual(['D1']);
  expect(await numbers({ search: '100%' })).toEqual([]);
  expect(await numbers({ perPage: 1, page: 2 })).toEqual(['D2']);
});

test('the balance by age has every bucket, and the buckets add up to what is open', async () => {
  const debtor = await addDebtor(company);
  for (const [dueOn, open] of [
    ['2026-04-30', '1.00'],
    ['2026-03-31', '2.00'],
    ['2026-03-30', '4.00'],
    ['2026-03-01', '8.00'],
    ['2026-02-28', '16.00'],
    ['2025-12-30', '32.00'],
  ] as const) {
    await addDocument(company, debtor, { items: [{ dueOn, open }] });
  }
  const { balances } = await showDebtor(company, { debtor: debtor.id });
  expect(balances).toHaveLength(1);
  expect(balances[0]).toMatchObject({ currency: 'EUR', open: '63.00', overdue: '60.00' });
  expect(balances[0]?.buckets.map(({ from, to, items, amount }) => [from, to, items, amount])).toEqual([
    [null, 0, 2, '3.00'],
    [1, 30, 2, '12.00'],
    [31, 60, 1, '16.00'],
    [61, 90, 0, '0.00'],
    [91, null, 1, '32.00'],
  ]);
});

test('a change is told field by field, and the same again tells nothing', async () => {
  const debtor = await addDebtor(company, { email: 'old@example.org', phone: '1' });
  const changes = { email: ' new@example.org ', phone: '', name: 'Café Neuf' };
  await changeDebtor(company, { debtor: debtor.id, changes });
  await changeDebtor(company, { debtor: debtor.id, changes });
  expect(await showDebtor(company, { debtor: debtor.id })).toMatchObject({
    email: 'new@example.org',
    phone: null,
    name: 'Café Neuf',
  });
  const events = await eventsOf(debtor.id);
  expect(events).toHaveLength(3);
  expect(events).toContainEqual(['debtor_changed', { field: 'phone', before: '1', after: '' }]);
});

test('a bad address, an unknown group or policy, and a foreign debtor are refused; nothing is changed', async () => {
  const debtor = await addDebtor(company, { name: 'As it was' });
  const group = await addGroup(foreign, { name: 'Theirs', policyId: null });
  const change = (changes: object, of = debtor.id) => changeDebtor(company, { debtor: of, changes });
  await expect(change({ name: 'x', email: 'a@b, c@d' })).rejects.toThrow(code('email_unusable'));
  await expect(change({ name: 'x', groupId: group })).rejects.toThrow(code('group_unknown'));
  await expect(change({ name: 'x', policyId: NOBODY })).rejects.toThrow(code('policy_not_available'));
  expect((await showDebtor(company, { debtor: debtor.id })).name).toBe('As it was');
  const theirs = await addDebtor(foreign);
  await expect(change({ name: 'x' }, theirs.id)).rejects.toThrow(code('debtor_unknown'));
  await expect(change({ name: 'x' }, NOBODY)).rejects.toThrow(code('debtor_unknown'));
  await expect(showDebtor(company, { debtor: theirs.id })).rejects.toThrow(code('debtor_unknown'));
});

test('a payer is told by its name, is nobody’s debtor to pay for, and may be taken away', async () => {
  const payer = await addDebtor(company, { name: 'Le siège' });
  const branch = await addDebtor(company, { name: 'La succursale' });
  const change = (of: { id: string }, payerId: string | null) =>
    changeDebtor(company, { debtor: of.id, changes: { payerId } });
  await change(branch, payer.id);
  expect((await showDebtor(company, { debtor: branch.id })).payer).toMatchObject({ name: 'Le siège' });
  const other = await addDebtor(company);
  await expect(change(payer, payer.id)).rejects.toThrow(code('debtor_payer_itself'));
  // It pays for another, so nobody pays for it; and who is paid for pays for nobody.
  await expect(change(payer, other.id)).rejects.toThrow(code('debtor_payer_chain'));
  await expect(change(other, branch.id)).rejects.toThrow(code('debtor_payer_chain'));
  await expect(change(other, (await addDebtor(foreign)).id)).rejects.toThrow(code('debtor_unknown'));
  await change(branch, null);
  await change(payer, other.id);
  expect(await eventsOf(branch.id)).toEqual(
    expect.arrayContaining([
      ['debtor_changed', { field: 'payerId', before: '', after: 'Le siège' }],
      ['debtor_changed', { field: 'payerId', before: 'Le siège', after: '' }],
    ]),
  );
});

test('contacts come, change and go; going twice is once', async () => {
  const debtor = await addDebtor(company);
  const contact = { role: 'buyer' as const, name: 'Anne', email: 'anne@example.org', phone: null, fax: null };
  const contactId = await addContact(company, { debtor: debtor.id, contact });
  const changed = { ...contact, role: 'director' as const };
  await changeContact(company, { debtor: debtor.id, contactId, contact: changed });
  await changeContact(company, { debtor: debtor.id, contactId, contact: changed });
  expect((await showDebtor(company, { debtor: debtor.id })).contacts).toMatchObject([{ role: 'director' }]);
  await removeContact(company, { debtor: debtor.id, contactId });
  await removeContact(company, { debtor: debtor.id, contactId });
  expect((await eventsOf(debtor.id)).map(([kind]) => kind)).toEqual([
    'contact_removed',
    'contact_changed',
    'contact_added',
  ]);
  await expect(changeContact(company, { debtor: debtor.id, contactId, contact })).rejects.toThrow(
    code('contact_unknown'),
  );
  const empty = { role: 'other' as const, name: '', email: null, phone: null, fax: null };
  expect(() => addContact(company, { debtor: debtor.id, contact: empty })).toThrow(
    code('contact_unreachable'),
  );
});

test('a note stays, about an item of that debtor only', async () => {
  const debtor = await addDebtor(company);
  const other = await addDebtor(company);
  const invoice = await addDocument(company, debtor, {
    number: 'F-77',
    items: [{ dueOn: '2026-03-01', open: '1.00' }],
  });
  const item = invoice.items[0]?.id ?? '';
  await addNote(company, { debtor: debtor.id, item, text: 'Called twice' });
  expect(await eventsOf(debtor.id)).toEqual([['note_added', { text: 'Called twice', document: 'F-77' }]]);
  await expect(addNote(company, { debtor: other.id, item, text: 'x' })).rejects.toThrow(
    code('open_item_unknown'),
  );
});

test('holds: one per debtor and item, the new one replaces the old; releasing twice is once', async () => {
  const debtor = await addDebtor(company);
  const invoice = await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '1.00' }] });
  const item = invoice.items[0]?.id ?? '';
  const hold = { debtors: [debtor.id], items: [item], reason: 'Delivery in doubt', until: '2026-04-10' };
  expect(await placeHolds(company, hold)).toHaveLength(2);
  await placeHolds(company, { ...hold, until: '2026-04-20' });
  const { holds, onHold } = await showDebtor(company, { debtor: debtor.id });
  expect(onHold).toBe(true);
  expect(holds.map(({ until }) => until)).toEqual(['2026-04-20', '2026-04-20']);
  for (const { id } of holds) await releaseHold(company, { hold: id });
  await releaseHold(company, { hold: holds[0]?.id ?? '' });
  expect(await showDebtor(company, { debtor: debtor.id })).toMatchObject({ holds: [], onHold: false });
  expect((await eventsOf(debtor.id)).map(([kind]) => kind)).toEqual([
    'hold_released',
    'hold_released',
    ...Array(4).fill('hold_placed'),
  ]);
});

test('holds just placed are taken back, and what they replaced holds again; twice is once, foreign ones are refused', async () => {
  const debtor = await addDebtor(company);
  const at = (iso: string) => ({
    ...company,
    clock: { ...company.clock, now: () => Temporal.Instant.from(iso) },
  });
  const hold = { debtors: [debtor.id], items: [], reason: 'Dispute', until: '2026-04-10' };
  await placeHolds(at('2026-03-31T08:00:00Z'), hold);
  const placed = await placeHolds(at('2026-03-31T09:00:00Z'), { ...hold, until: '2026-05-01' });
  await expect(undoHolds(foreign, { holds: placed })).rejects.toThrow(code('hold_unknown'));
  for (const minute of [1, 2]) await undoHolds(at(`2026-03-31T09:0${minute}:00Z`), { holds: placed });
  const { holds } = await showDebtor(company, { debtor: debtor.id });
  expect(holds.map(({ until }) => until)).toEqual(['2026-04-10']);
  const { entries } = await showTimeline(company, { debtor: debtor.id, limit: 50 });
  expect(entries.filter(({ kind }) => kind === 'hold_released')).toHaveLength(1);
});

test('a hold that names one stranger is not placed at all', async () => {
  const debtor = await addDebtor(company);
  const theirs = await addDebtor(foreign);
  const settled = await addDocument(company, debtor, {
    items: [{ dueOn: '2026-03-01', open: '0.00', amount: '5.00' }],
  });
  const hold = { debtors: [debtor.id], items: [], reason: 'x', until: '2026-04-10' };
  await expect(placeHolds(company, { ...hold, debtors: [debtor.id, theirs.id] })).rejects.toThrow(
    code('debtor_unknown'),
  );
  await expect(placeHolds(company, { ...hold, items: [NOBODY] })).rejects.toThrow(code('open_item_unknown'));
  await expect(placeHolds(company, { ...hold, items: [settled.items[0]?.id ?? ''] })).rejects.toThrow(
    code('open_item_settled'),
  );
  await expect(placeHolds(company, { ...hold, until: '2026-03-30' })).rejects.toThrow(
    code('hold_ended_before_today'),
  );
  await expect(placeHolds(company, { ...hold, until: '2030-01-01' })).rejects.toThrow(code('hold_too_long'));
  expect((await showDebtor(company, { debtor: debtor.id })).holds).toEqual([]);
  await expect(releaseHold(foreign, { hold: NOBODY })).rejects.toThrow(code('hold_unknown'));
});

test('groups have a name of their own, and leave only when empty', async () => {
  const group = await addGroup(company, { name: 'Cafés', policyId: null });
  await expect(addGroup(company, { name: 'Cafés', policyId: null })).rejects.toThrow(
    code('group_name_taken'),
  );
  await changeGroup(company, { group, name: 'Cafés', policyId: null });
  const debtor = await addDebtor(company);
  await changeDebtor(company, { debtor: debtor.id, changes: { groupId: group } });
  expect(await showGroups(company)).toEqual([{ id: group, name: 'Cafés', policyId: null, debtors: 1 }]);
  expect(await eventsOf(debtor.id)).toEqual([
    ['debtor_changed', { field: 'groupId', before: '', after: 'Cafés' }],
  ]);
  await expect(removeGroup(company, { group })).rejects.toThrow(code('group_in_use'));
  await changeDebtor(company, { debtor: debtor.id, changes: { groupId: null } });
  await removeGroup(company, { group });
  await removeGroup(company, { group });
  expect(await showGroups(company)).toEqual([]);
  await expect(changeGroup(company, { group, name: 'x', policyId: null })).rejects.toThrow(
    code('group_unknown'),
  );
});

test('a hold that is looked at again stands until somebody releases it, and its history says who', async () => {
  const own = await addCompany(tools);
  const debtor = await addDebtor(own);
  const odile = await addMember(own, 'clerk', { name: 'Odile' });
  const acting = { ...own, actor: odile };
  const reach = { debtors: [debtor.id], items: [], reason: 'Trial order' };
  await expect(placeHolds(own, { ...reach, until: null })).rejects.toThrow(code('hold_without_end'));
  const [hold = ''] = await placeHolds(acting, { ...reach, until: null, review: '2026-04-30' });
  const shown = async (view: 'standing' | 'all') =>
    (await showHolds(own, { view, debtor: debtor.id, page: 1, perPage: 50 })).rows;
  tools.clock.set('2028-01-01');
  expect(await shown('standing')).toMatchObject([{ until: null, review: '2026-04-30', standing: true }]);
  expect((await showDebtor(own, { debtor: debtor.id })).onHold).toBe(true);
  await releaseHold(acting, { hold });
  tools.clock.set('2026-03-31');
  expect(await shown('standing')).toEqual([]);
  expect(await shown('all')).toMatchObject([{ standing: false, placedBy: 'Odile', releasedBy: 'Odile' }]);
});
