import { expect, test } from 'vitest';
import { api } from '#contract/api.ts';
import { HEARD_WHILE_FULL, isHeardWhileFull } from './heard-while-full.ts';

/** Every route of the contract, as `METHOD /path`. */
function routesOf(router: object): string[] {
  return Object.values(router).flatMap((one: object) => {
    if (!('~orpc' in one)) return routesOf(one);
    const { method, path } = (one as { '~orpc': { route: { method?: string; path?: string } } })['~orpc']
      .route;
    return [`${method} ${path}`];
  });
}

test.each([
  ['GET', '/api/companies/lambert/debtors', true],
  ['HEAD', '/api/session', true],
  ['POST', '/api/session', true],
  ['POST', '/api/session/code', true],
  ['DELETE', '/api/session', true],
  ['POST', '/api/sessions', false],
  ['POST', '/api/companies/lambert/imports/1f/cancellation', true],
  ['POST', '/api/companies/lambert/imports/1f/undoing', true],
  ['POST', '/api/companies/lambert/imports/1f/application', false],
  ['POST', '/api/companies/lambert/imports/1f/cancellation/more', false],
  ['GET', '/api/companies/lambert/imports/1f/application', true],
  ['POST', '/api/companies/lambert/imports', false],
  ['POST', '/api/companies/lambert/runs/1f/cancellation', true],
  ['POST', '/api/companies/lambert/runs/1f/undoing', true],
  ['POST', '/api/companies/lambert/runs/1f/sending', false],
  ['POST', '/api/companies/lambert/runs/1f/approval', false],
  ['POST', '/api/companies/lambert/bank-files/1f/undoing', true],
  ['POST', '/api/companies/lambert/bank-files/1f/readings', false],
  ['POST', '/api/companies/lambert/holds', true],
  ['POST', '/api/companies/lambert/holds/undoing', true],
  ['DELETE', '/api/companies/lambert/holds/1f', false],
  ['POST', '/api/companies/lambert/automatic-runs/2026-03-31/veto', true],
  ['DELETE', '/api/companies/lambert/automatic-runs/2026-03-31/veto', false],
  ['POST', '/api/veto-links/abc', true],
  ['DELETE', '/api/companies/lambert/run-schedule', true],
  ['PUT', '/api/companies/lambert/run-schedule', false],
  ['PUT', '/api/companies/lambert/users/1f/access', true],
  ['PUT', '/api/companies/lambert/users/1f', false],
  ['POST', '/api/account/sessions/ending', true],
  ['POST', '/api/installation/releases', false],
  ['POST', '/api/installation/backups', false],
])('while the disk is full, %s %s is heard: %s', (method, path, isHeard) => {
  expect(isHeardWhileFull(method, path)).toBe(isHeard);
});

test('each line of the list is a route, and whatever cancels or undoes is on it', () => {
  const routes = routesOf(api);
  expect(HEARD_WHILE_FULL.filter((route) => !routes.includes(route))).toEqual([]);
  const takenBack = routes.filter((route) => /^POST .*\/(cancellation|[a-z-]*undoing)$/.test(route));
  expect(takenBack.length).toBeGreaterThan(8);
  expect(takenBack.filter((route) => !HEARD_WHILE_FULL.some((one) => one === route))).toEqual([]);
});
