/** Who may call a route: anybody, anybody signed in, or members of the company by their role. */
export type Access = 'public' | 'signed_in' | CompanyAccess;
/** From the one who may least. A collector is somebody outside, who sees what was handed over to them and nothing else. */
export const ROLES = ['collector', 'reader', 'clerk', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Which roles may call a route of this access. Who is not named may not. */
export const CALLERS = {
  owner: ['owner'],
  clerk: ['clerk', 'owner'],
  reader: ['reader', 'clerk', 'owner'],
  /** What was handed over, to be seen. */
  handed_over: ['collector', 'reader', 'clerk', 'owner'],
  /** What was handed over, to be told of. */
  handed_over_report: ['collector', 'clerk', 'owner'],
} as const satisfies Record<string, readonly Role[]>;
export type CompanyAccess = keyof typeof CALLERS;

export function mayCall(role: Role, access: CompanyAccess): boolean {
  const callers: readonly Role[] = CALLERS[access];
  return callers.includes(role);
}

/** The least role inside the company that may, to be named to whoever may not. */
export function neededFor(access: CompanyAccess): Role {
  return CALLERS[access].find((role) => role !== 'collector') ?? 'owner';
}

/** A session ends after so long without a request. */
export const SESSION_IDLE_HOURS = 8;
