/** '/c/acme' is ours; '//elsewhere.example', '/\elsewhere.example' and 'https://…' are not: a link that signs in leads nowhere else. */
export function isOwnPage(next: string, origin: string): boolean {
  if (!/^\/(?![/\\])/.test(next) || !URL.canParse(next, origin)) return false;
  return new URL(next, origin).origin === origin;
}
