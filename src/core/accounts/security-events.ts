/** What the security log tells: who came in, who was refused, what changed about how one signs in. */
export const SECURITY_EVENTS = [
  'signed_in',
  'factor_given',
  'recovery_code_used',
  'sign_in_failed',
  'sign_in_limited',
  'requests_limited',
  'signed_out',
  'sessions_ended',
  'password_changed',
  'factor_added',
  'factor_removed',
  'recovery_codes_renewed',
  'link_renewed',
  'invitation_accepted',
  'sign_in_removed',
  'user_disabled',
  'user_enabled',
  'api_key_made',
  'api_key_revoked',
  'access_refused',
  'foreign_request',
  'guard_refused',
  'input_refused',
] as const;
export type SecurityEvent = (typeof SECURITY_EVENTS)[number];

const REFUSED: Readonly<Partial<Record<SecurityEvent, readonly string[]>>> = {
  sign_in_failed: [
    'sign_in_wrong',
    'link_used_up',
    'code_wrong',
    'password_wrong',
    'passkey_refused',
    'sign_in_step_over',
    'test_code_wrong',
  ],
  sign_in_limited: ['sign_in_too_often'],
  requests_limited: ['requests_too_many'],
  access_refused: [
    'not_signed_in',
    'role_insufficient',
    'company_unknown',
    'second_factor_missing',
    'api_key_unusable',
    'api_key_makes_none',
    'user_of_others',
    'owner_only',
    'installation_owner_needed',
    'veto_link_unusable',
    'invitation_unusable',
  ],
  foreign_request: ['origin_foreign'],
  // Rules that keep somebody from letting something leave, or from getting around a limit.
  guard_refused: [
    'four_eyes_needed',
    'four_eyes_planner_unknown',
    'second_factor_stale',
    'second_factor_own_missing',
    'four_eyes_alone',
    'sending_stopped',
    'sending_day_full',
    'mail_host_not_public',
    'idempotency_key_reused',
  ],
  // What no screen of ours sends.
  input_refused: ['input_malformed', 'upload_too_large', 'method_not_allowed'],
};

/** Whether a refusal is told in the security log, and as what; null: it is everyday work. */
export function securityEventOf(code: string): SecurityEvent | null {
  return SECURITY_EVENTS.find((event) => REFUSED[event]?.includes(code)) ?? null;
}

/** Whether this tells that something was refused, which strangers can bring about as often as they like. */
export function isRefusal(event: SecurityEvent): boolean {
  return Object.hasOwn(REFUSED, event);
}

/** Every refusal that is told, for a test that holds them against what there is. */
export function listToldRefusals(): readonly string[] {
  return Object.values(REFUSED).flatMap((codes) => codes ?? []);
}

/** How long the log is kept, in days: half a year, so that what is found late can still be followed. */
export const SECURITY_LOG_DAYS = 180;
