/** The states of a store, the worst first, as they are called and explained to people. */
export const STATES = {
  down: { word: 'Down', long: 'Down in open hours', explanation: 'Should be open, and is not online.' },
  unobserved: {
    word: 'Not observed',
    long: 'Not observed',
    explanation: 'Should be open, and no poll says whether it is online.',
  },
  up: { word: 'Up', long: 'Up', explanation: 'Should be open, and is online.' },
  closed: { word: 'Closed', long: 'Closed as planned', explanation: 'Need not be open now.' },
  excused: { word: 'Excused', long: 'Excused', explanation: 'Whatever it is, it is not held against the store.' },
} as const;

export type StoreState = keyof typeof STATES;

export const STATE_ORDER = Object.keys(STATES) as StoreState[];
