// What the words behind `npm run bench`, `fuzz` and `pictures` pick from. A test compares it with what there is.

export const measurements = [
  'sizes',
  'extensionHost',
  'inventory',
  'organization',
  'keystroke',
  'scan',
  'scale',
  'accuracy',
];

export const campaigns = ['changes', 'readers', 'policies', 'extensions', 'profiles', 'journals'];

export const pictures = ['trails-in-code', 'light-bulb', 'wizard-review', 'profiles'];
