import { describe, expect, test } from 'vitest';
import { chooseChannels, hasAddress } from '#core/dunning/choose-channel.ts';
import type { AddressFacts } from '#core/dunning/facts.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import { CHANNELS, type Channel } from '#core/receivables/kinds.ts';
import { debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';

const ALL: AddressFacts = { mail: true, post: true, fax: true, mailRoles: [], faxRoles: [] };
const NO_MAIL = { ...ALL, mail: false };

describe('the channels of a letter', () => {
  test.each<[Channel[], Channel, AddressFacts, Channel[], Channel[]]>([
    [[], 'mail', ALL, ['mail'], []],
    [[], 'mail', NO_MAIL, ['post'], []],
    [[], 'call', ALL, ['mail'], []],
    [[], 'portal', NO_MAIL, ['post'], []],
    [[], 'fax', { ...ALL, fax: false, post: false }, ['mail'], []],
    [[], 'mail', { ...NO_MAIL, post: false }, [], []],
    [['mail', 'registered_post'], 'mail', ALL, ['mail', 'registered_post'], []],
    [['mail', 'registered_post'], 'registered_post', ALL, ['registered_post', 'mail'], []],
    [['mail', 'registered_post'], 'fax', NO_MAIL, ['registered_post'], ['mail']],
    [['mail'], 'post', NO_MAIL, [], ['mail']],
    [['mail'], 'post', { ...NO_MAIL, mailRoles: ['accounts_payable'] }, ['mail'], []],
    [['mail'], 'post', { ...NO_MAIL, mailRoles: ['buyer'] }, [], ['mail']],
    [['portal'], 'post', ALL, ['post'], []],
    [[], 'post', ALL, ['post'], []],
    [[], 'post', { ...ALL, post: false }, ['mail'], []], // never by fax, which nobody asked for
    [[], 'call', NO_MAIL, ['post'], []], // nothing is sent by telephone
    [[], 'fax', ALL, ['fax'], []],
    [[], 'fax', { ...ALL, fax: false, faxRoles: ['accounts_payable'] }, ['fax'], []],
    [[], 'fax', { ...ALL, fax: false, faxRoles: ['buyer'] }, ['mail'], []],
    [['call', 'post'], 'mail', ALL, ['post'], []],
  ])('a step by %j, a debtor who prefers %s', (channels, preferred, addresses, expected, missing) => {
    const step = { channels, recipient: 'accounts_payable' as const };
    expect(chooseChannels(step, preferred, addresses)).toEqual({ channels: expected, missing });
  });
});

describe('what an address serves', () => {
  const none: AddressFacts = { mail: false, post: false, fax: false, mailRoles: [], faxRoles: [] };
  test.each<[Partial<AddressFacts>, Channel[]]>([
    [{}, []],
    [{ mail: true }, ['mail', 'portal']], // the portal is announced by mail
    [{ mailRoles: ['accounts_payable'] }, ['mail', 'portal']],
    [{ mailRoles: ['buyer'] }, []],
    [{ post: true }, ['post', 'registered_post']],
    [{ fax: true }, ['fax']],
    [{ faxRoles: ['accounts_payable'] }, ['fax']],
    [{ faxRoles: ['buyer'] }, []],
  ])('%j: %j', (given, expected) => {
    const step = { recipient: 'accounts_payable' as const };
    const served = CHANNELS.filter((channel) => hasAddress(channel, step, { ...none, ...given }));
    expect(served.toSorted()).toEqual(expected.toSorted());
  });
});

describe('a notice by several channels', () => {
  const steps = [noticeStep(1, 10, { channels: ['mail', 'registered_post'] })];
  const plan = (addresses: AddressFacts) =>
    planDebtor(debtorFacts([itemFacts('a')], { addresses }), termsOn('2026-03-11', policyWith({ steps })));

  test('leaves by each that has an address', () => {
    expect(plan(ALL).notices[0]).toMatchObject({
      channel: 'mail',
      channels: ['mail', 'registered_post'],
      warnings: [],
    });
  });

  test('tells which has none', () => {
    const [notice] = plan(NO_MAIL).notices;
    expect(notice).toMatchObject({ channel: 'registered_post', channels: ['registered_post'] });
    expect(notice?.warnings).toEqual([{ code: 'channel_without_address', facts: { channels: 'mail' } }]);
  });

  test('none at all is a gate', () => {
    const { notices, leftOut } = plan({ ...NO_MAIL, post: false });
    expect(notices).toEqual([]);
    expect(leftOut).toMatchObject([{ because: 'no_address', facts: { channels: 'mail, registered_post' } }]);
  });
});
