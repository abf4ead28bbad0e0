import { expect, test } from 'vitest';
import { addFiles, fileOf } from '#server/files/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addDebtor, addDocument } from '#test/support/people.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const server = serverFor(fresh, tools);
const reader = await server.signedIn('reader');
const stranger = await server.signedIn('owner');
const { company } = reader;
const debtor = await addDebtor(company);
const withFile = await addDocument(company, debtor, { items: [{ dueOn: '2026-04-01', open: '1.00' }] });
const without = await addDocument(company, debtor, {
  number: 'F-2',
  items: [{ dueOn: '2026-04-01', open: '1.00' }],
});
const file = fileOf({
  name: 'Facture n° 1.pdf',
  mediaType: 'application/pdf',
  bytes: Buffer.from('%PDF-1.7 one'),
});
await inCompany(company, async (trx) => {
  await addFiles(trx, company.companyId, [file]);
  await trx.updateTable('document').set({ fileId: file.id }).where('id', '=', withFile.id).execute();
});
const path = (of: { items: readonly { id: string }[] }, key = company.key) =>
  `/companies/${key}/open-items/${of.items[0]?.id}/document`;

test('the file a document came with is downloaded under its name, and never run in the page', async () => {
  const answer = await reader.ask('GET', path(withFile));
  expect([answer.status, answer.body]).toEqual([200, '%PDF-1.7 one']);
  expect(answer.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''Facture%20n%C2%B0%201.pdf",
  );
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
});

test('a document without a file, an unknown item, and what is no id are told apart from a file', async () => {
  expect(await reader.ask('GET', path(without))).toMatchObject({
    status: 404,
    body: { code: 'document_has_no_file', facts: { document: 'F-2' } },
  });
  for (const id of [crypto.randomUUID(), 'x']) {
    const answer = await reader.ask('GET', path({ items: [{ id }] }));
    expect(answer).toMatchObject({ status: 404, body: { code: 'open_item_unknown' } });
  }
});

test('nobody reaches another company’s file, neither through its own company nor through theirs', async () => {
  const through = await stranger.ask('GET', path(withFile, stranger.company.key));
  expect(through).toMatchObject({ status: 404, body: { code: 'open_item_unknown' } });
  expect((await stranger.ask('GET', path(withFile))).status).toBeGreaterThanOrEqual(403);
  expect((await server.anybody.ask('GET', path(withFile))).status).toBe(401);
});

test('a list says which of its documents have a file', async () => {
  const { body } = await reader.ask('GET', `/companies/${company.key}/open-items?debtor=${debtor.id}`);
  const { rows } = body as { rows: { id: string; hasFile: boolean }[] };
  const having = rows.filter(({ hasFile }) => hasFile).map(({ id }) => id);
  expect([rows.length, having]).toEqual([2, [withFile.items[0]?.id]]);
});
