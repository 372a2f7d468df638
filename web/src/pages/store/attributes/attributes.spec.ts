import { expect, it } from '@jest/globals';
import { toAttributesForm, toStoreChange } from './attributes.js';

const STORE = { name: 'Main St', groups: { region: 'west', brand: 'x: y' }, target: 99.5, valuePerHour: 0 };

it('shows the attributes of a store, and changes nothing where they stay', () => {
  const form = toAttributesForm(STORE);
  expect(form).toEqual({ name: 'Main St', groups: 'region:west\nbrand:x: y', target: '99.5', valuePerHour: '0' });
  expect(toStoreChange(STORE, form)).toEqual(STORE);
});

it('removes what is empty, and the group of a kind whose line is gone', () => {
  const form = { name: ' ', groups: 'owner: Li\n\n', target: '', valuePerHour: '' };
  expect(toStoreChange(STORE, form)).toEqual({
    name: null,
    groups: { region: null, brand: null, owner: 'Li' },
    target: null,
    valuePerHour: null,
  });
});

it('leaves it to the API to say that a line has no value', () => {
  expect(toStoreChange({ ...STORE, groups: {} }, { ...toAttributesForm(STORE), groups: 'west' }).groups).toEqual({
    west: '',
  });
});
