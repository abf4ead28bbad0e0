import { expect, test } from 'vitest';
import { paths } from './paths.ts';

test('every link, once', () => {
  expect({
    home: paths.home(),
    signIn: paths.signIn('/c/lambert/runs?page=2'),
    worklist: paths.worklist('lambert'),
    debtors: paths.debtors('lambert', { late: '31-60', page: 2 }),
    debtor: paths.debtor('lambert', '018f/..'),
    run: paths.run('lambert', 'r1', { tab: 'left-out' }),
    mail: paths.mailSettings('lambert'),
    groups: paths.groups('lambert'),
    desk: paths.bank('lambert', { view: 'unmatched' }),
    statement: paths.bankStatement('lambert', 's1', { page: 2 }),
  }).toEqual({
    home: '/',
    signIn: '/sign-in?next=%2Fc%2Flambert%2Fruns%3Fpage%3D2',
    worklist: '/c/lambert',
    debtors: '/c/lambert/debtors?late=31-60&page=2',
    debtor: '/c/lambert/debtors/018f%2F..',
    run: '/c/lambert/runs/r1?tab=left-out',
    mail: '/c/lambert/settings/mail',
    groups: '/c/lambert/settings/groups',
    desk: '/c/lambert/bank?view=unmatched',
    statement: '/c/lambert/bank/statements/s1?page=2',
  });
});
