const LENGTH_MAX = 200;

/**
 * The header by which a browser saves an answer under this name, whatever letters it has: RFC 6266 with the encoding of RFC
 * 8187, whose apostrophe ends a part and whose parentheses and stars are no part of a value. No folder, no sign that
 * turns the reading round (so that "gpj.exe" would read as "exe.jpg"), and a length every file system takes.
 */
export function attachmentNamed(name: string): string {
  const encoded = encodeURIComponent(savedAs(name)).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}

/** A name as it may be saved: half a character is none, and a dot in front would hide the file. */
function savedAs(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .replace(/[/\\:]+/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (plain === '') return 'file';
  const signs = [...plain];
  if (signs.length <= LENGTH_MAX) return plain;
  const ending = /\.[\p{L}\p{N}]{1,8}$/u.exec(plain)?.[0] ?? '';
  return `${signs.slice(0, LENGTH_MAX - ending.length).join('')}${ending}`;
}
