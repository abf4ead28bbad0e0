/** A list's sort stands in the URL as one word, '-open'; the API takes the column and the direction apart. */
export function sortApart<Name extends string>(
  sort: `-${Name}` | Name,
): { sort: Name; direction: 'asc' | 'desc' } {
  return sort.startsWith('-')
    ? { sort: sort.slice(1) as Name, direction: 'desc' }
    : { sort: sort as Name, direction: 'asc' };
}
