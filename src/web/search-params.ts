/** A view is written plainly: ?state=open,overdue&page=2. Schemas read the words; nothing is JSON. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const written = Array.isArray(value) ? value.join(',') : String(value ?? '');
    if (written !== '') params.set(name, written);
  }
  const text = params.toString().replaceAll('%2C', ',');
  return text && `?${text}`;
}
