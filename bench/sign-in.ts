import { enter } from '#server/companies/enter-company.ts';
import { contract, routes } from '#server/main.ts';
import { hashPassword } from '#server/platform/passwords.ts';
import { serve } from '#server/platform/serve.ts';
import { openSessions } from '#server/platform/sessions.ts';
import { tellRefusal } from '#server/security-log/tell-security.ts';
import { markPassword } from '#server/users/queries.ts';
import { percentile, printFigures, round } from './measure.ts';
import { type OwnDatabase, onOwnDatabase } from './own-database.ts';

/**
 * Whether the time of a failed sign-in tells that an account exists (promise A6): a wrong password for a known, an unknown, an
 * invited and a disabled account, in turn, each so many times.
 */
const TIMES = Number(process.argv[2] ?? 200);
const GOAL_MS = 10;
const KINDS = ['known', 'unknown', 'invited', 'disabled'] as const;
type Kind = (typeof KINDS)[number];

await onOwnDatabase('2026-03-31', async (own) => {
  const ask = await serverOf(own);
  for (const kind of KINDS) await ask(kind, 0);
  const times: Record<Kind, number[]> = { known: [], unknown: [], invited: [], disabled: [] };
  const answers = new Set<string>();
  for (let nth = 1; nth <= TIMES; nth += 1) {
    // Each in another place of the round, so that none is always the first.
    for (const at of KINDS.keys()) {
      const kind = KINDS[(nth + at) % KINDS.length] ?? 'known';
      const { ms, answer } = await ask(kind, nth);
      times[kind].push(ms);
      answers.add(answer);
    }
  }
  const figures = KINDS.map((kind) => [kind, figuresOf(times[kind])] as const);
  const p95s = figures.map(([, { p95 }]) => p95);
  const apart = round(Math.max(...p95s) - Math.min(...p95s));
  const goal = { answers: 1, p95ApartMs: GOAL_MS };
  const reached = answers.size === 1 && apart <= GOAL_MS;
  printFigures('sign-in', {
    times: TIMES,
    unit: 'ms',
    ...Object.fromEntries(figures),
    answers: answers.size,
    p95Apart: apart,
    goal,
    reached,
  });
});

function figuresOf(list: readonly number[]) {
  return { p50: percentile(list, 0.5), p95: percentile(list, 0.95) };
}

async function serverOf({ db, url, tools }: OwnDatabase) {
  const hash = await hashPassword('three words together');
  for (const kind of KINDS.filter((each) => each !== 'unknown')) {
    const user = { id: kind, name: kind, email: `${kind}@example.org` };
    await db.insertInto('appUser').values(user).execute();
    if (kind !== 'invited') await db.transaction().execute((trx) => markPassword(trx, kind, hash));
  }
  await db
    .updateTable('appUser')
    .set({ disabledAt: tools.clock.now() })
    .where('id', '=', 'disabled')
    .execute();
  const sessions = openSessions({ databaseUrl: url, url: tools.installation.url });
  const whyNotReady = async () => null;
  const served = { contract, router: routes, rawRoutes: [], tools, webFolder: '/nowhere', sessions };
  const app = serve({ ...served, enter, tellRefusal, whyNotReady });
  return async (kind: Kind, nth: number) => {
    // Nobody is kept out: every attempt is made.
    await db.deleteFrom('signInAttempt').execute();
    const email = kind === 'unknown' ? `unknown${nth}@example.org` : `${kind}@example.org`;
    const headers = { origin: tools.installation.url, 'content-type': 'application/json' };
    const body = JSON.stringify({ email, password: 'not the password' });
    const began = performance.now();
    const response = await app.request('/api/session', { method: 'POST', headers, body });
    const answer = `${response.status} ${await response.text()}`;
    return { ms: performance.now() - began, answer };
  };
}
