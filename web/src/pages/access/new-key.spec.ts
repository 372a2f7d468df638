import { describe, expect, it } from '@jest/globals';
import { toNewKey } from './new-key.js';

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  const empty = { name: '', role: 'reader', stores: '', group: '', expires: '' };
  for (const [name, value] of Object.entries({ ...empty, ...values })) form.set(name, value);
  return form;
}

describe('the form of a new key', () => {
  it('gives all stores and no end where nothing is entered', () => {
    expect(toNewKey(formOf({ name: ' dashboard ' }))).toEqual({
      name: 'dashboard',
      role: 'reader',
      stores: null,
      group: null,
      expiresAt: null,
    });
  });

  it('gives a store for each line that is not empty', () => {
    expect(toNewKey(formOf({ stores: 'a\r\n\n b/c \n' })).stores).toEqual(['a', 'b/c']);
  });

  it('may be limited to the stores of a group', () => {
    expect(toNewKey(formOf({ group: ' owner:li ' })).group).toBe('owner:li');
  });

  it('ends at the end of the day', () => {
    expect(toNewKey(formOf({ expires: '2027-12-31' })).expiresAt).toBe('2028-01-01T00:00:00.000Z');
  });
});
