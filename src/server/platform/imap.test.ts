import { expect, test } from 'vitest';
import { type ImapAct, scriptedImap } from '#test/support/scripted-imap.ts';
import { findSentMails, NoSentFolder } from './imap.ts';

const imap = await scriptedImap();
imap.sent.push('<1@lambert.example>', '<12@lambert.example>');

function look(ids: readonly string[], folder: string | null = null) {
  return findSentMails({ url: imap.url, folder, secondsMax: 2 }, ids);
}

test('a mail is found by its whole Message-ID, in the folder the mailbox names, and nothing is written', async () => {
  imap.act = 'answer';
  imap.asked.length = 0;
  const found = await look(['<12@lambert.example>', '<2@lambert.example>', '<1@lambert.example>']);
  expect(found.get('<12@lambert.example>')).toEqual({
    folder: 'Sent',
    uid: 2,
    filedAt: '2026-03-31T09:30:01.000Z',
  });
  expect(found.get('<2@lambert.example>')).toBeNull();
  expect(found.get('<1@lambert.example>')).toMatchObject({ uid: 1 });
  expect(imap.asked).toContain('EXAMINE');
  expect(imap.asked.filter((command) => /SELECT|APPEND|STORE|EXPUNGE|COPY|MOVE/.test(command))).toEqual([]);
});

test('a part of another mail’s id is not it', async () => {
  imap.act = 'answer';
  expect((await look(['<2@lambert.example>', '2@lambert.example'])).get('2@lambert.example')).toBeNull();
});

test.each([
  'refuse the login',
  'refuse the search',
  'drop at the search',
  'name no sent folder',
  'drop at once',
] as const satisfies readonly ImapAct[])('%s: it throws, and says nothing of absence', async (act) => {
  imap.act = act;
  await expect(look(['<2@lambert.example>'])).rejects.toThrow();
});

test('a folder of another name is opened by it; one that is not there is told apart from trouble', async () => {
  imap.act = 'name no sent folder';
  expect((await look(['<1@lambert.example>'], 'Sent')).get('<1@lambert.example>')).toMatchObject({ uid: 1 });
  await expect(look(['<1@lambert.example>'], 'Verzonden')).rejects.toThrow(NoSentFolder);
  await expect(look(['<1@lambert.example>'])).rejects.toThrow(NoSentFolder);
});

test('where only public hosts may be reached, a mailbox inside is not opened', async () => {
  imap.act = 'answer';
  imap.asked.length = 0;
  const settings = { url: imap.url, folder: null, onlyPublic: true };
  await expect(findSentMails(settings, ['<1@lambert.example>'])).rejects.toThrow(/no public address/);
  expect(imap.asked).toEqual([]);
});
