import { expect, test } from 'vitest';
import { FieldName } from '#contract/imports.ts';
import { FIELDS } from '#formats/table/fields.ts';

test('the API and the readers of lists know the same fields', () => {
  expect([...FieldName.options].sort()).toEqual([...FIELDS].sort());
});
