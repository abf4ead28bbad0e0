/**
 * What the first page does without: the words of the screens one goes to from there. They are fetched with the first of
 * those screens, or as soon as the first page stands. A house test sees to it that the first page takes none of them.
 */
const LATER: ReadonlySet<string> = new Set([
  'account',
  'agreements',
  'apiKey',
  'automatic',
  'bankReturn',
  'change',
  'claim',
  'claims',
  'debtorKind',
  'dispute',
  'explain',
  'factor',
  'goLive',
  'group',
  'groups',
  'import',
  'item',
  'law',
  'layout',
  'leftOut',
  'newCompany',
  'outbox',
  'outlook',
  'plan',
  'policies',
  'policy',
  'promise',
  'rates',
  'readyPolicy',
  'regime',
  'runs',
  'security',
  'sheet',
  'status',
  'stop',
  'texts',
  'timeline',
  'users',
  'veto',
  'warning',
  'warningName',
  'whatIf',
]);

/** Whether a key of screens.json, by what stands before its first point, comes after the first page. */
export function isLaterWord(key: string): boolean {
  return LATER.has(key.split('.')[0] ?? '');
}
