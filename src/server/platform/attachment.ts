/**
 * The header by which a browser saves an answer under this name, whatever letters it has: RFC 6266 with the encoding of RFC
 * 8187, whose apostrophe ends a part and whose parentheses and stars are no part of a value.
 */
export function attachmentNamed(name: string): string {
  const encoded = encodeURIComponent(name).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}
