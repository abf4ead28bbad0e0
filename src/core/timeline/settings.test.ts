import { expect, test } from 'vitest';
import { settingValue } from './settings.ts';

const word = (key: string, facts = {}) => ({ key: `setting.value.${key}`, facts });

test.each([
  ['city', 'Namur', { as: 'text', text: 'Namur' }],
  ['country', 'BE', { as: 'country', text: 'BE' }],
  ['termsPenaltyLeast', '40.00 EUR', { as: 'money', text: '40.00 EUR' }],
  ['termsClause', 'yes', { as: 'words', words: [word('yes_no.yes')] }],
  ['termsClause', 'perhaps', { as: 'text', text: 'perhaps' }],
  ['letterWindow', 'left', { as: 'words', words: [word('side.left')] }],
  ['termsYearlyPercent', '8.00', { as: 'words', words: [word('percent', { percent: '8.00' })] }],
  ['matchingBases', 'reference,name', { as: 'words', words: [word('bases.reference'), word('bases.name')] }],
  ['matchingBases', 'reference,stars', { as: 'text', text: 'reference,stars' }],
  [
    'matchingDiscounts',
    '2/10,3.5/8',
    {
      as: 'words',
      words: [
        word('discount', { percent: '2', days: '10' }),
        word('discount', { percent: '3.5', days: '8' }),
      ],
    },
  ],
  ['matchingDiscounts', '2 in 10', { as: 'text', text: '2 in 10' }],
  // Of a release before each part was told by itself, and of a later one.
  ['letterLayout', '#1f4e5f · right', { as: 'text', text: '#1f4e5f · right' }],
  ['anything', 'yes', { as: 'text', text: 'yes' }],
])('%s: %s', (setting, kept, value) => {
  expect(settingValue(setting, kept)).toEqual(value);
});
