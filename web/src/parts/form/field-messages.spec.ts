import { expect, it } from '@jest/globals';
import { fieldMessages } from './field-messages.js';

const PROBLEM = {
  type: 'about:blank',
  title: 'Bad Request',
  status: 400,
  detail: 'The request can not be used.',
  errors: [
    { path: 'asOf', message: 'a' },
    { path: 'windows[1]', message: 'b' },
    { path: 'windows[2].from', message: 'c' },
    { path: 'windowsill', message: 'd' },
  ],
};

it('finds what is wrong with a field and with the items of its list', () => {
  expect(fieldMessages(PROBLEM, 'asOf')).toEqual(['a']);
  expect(fieldMessages(PROBLEM, 'windows')).toEqual(['b', 'c']);
  expect(fieldMessages(PROBLEM, 'storeIds')).toEqual([]);
});

it('finds nothing in an error that is no answer of the API', () => {
  expect(fieldMessages(new TypeError('fetch failed'), 'asOf')).toEqual([]);
  expect(fieldMessages(null, 'asOf')).toEqual([]);
});
