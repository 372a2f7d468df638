import {
  deleteGroupSpecialHours,
  deleteSpecialHours,
  setGroupSpecialHours,
  setSpecialHours,
  uploadGroupSpecialHours,
  uploadSpecialHours,
} from '../../api/sdk.gen.js';
import type { HoursOfDateInput, SpecialHoursUpload, UploadedSpecialHours } from '../../api/types.gen.js';
import { mediaTypeOf } from './special-hours.js';

/** Whose special hours are edited: a store's or a group's. */
export interface SpecialHoursOwner {
  readonly set: (date: string, body: HoursOfDateInput) => Promise<unknown>;
  readonly remove: (date: string) => Promise<unknown>;
  /** Sets the dates of a file. */
  readonly upload: (file: File) => Promise<SpecialHoursUpload>;
}

export function ofStore(storeId: string): SpecialHoursOwner {
  return {
    set: (date, body) => setSpecialHours({ path: { storeId, date }, body, throwOnError: true }),
    remove: (date) => deleteSpecialHours({ path: { storeId, date }, throwOnError: true }),
    upload: async (file) =>
      (await uploadSpecialHours({ path: { storeId }, ...(await asBody(file)), throwOnError: true })).data,
  };
}

export function ofGroup(group: { readonly kind: string; readonly value: string }): SpecialHoursOwner {
  return {
    set: (date, body) => setGroupSpecialHours({ path: { ...group, date }, body, throwOnError: true }),
    remove: (date) => deleteGroupSpecialHours({ path: { ...group, date }, throwOnError: true }),
    upload: async (file) =>
      (await uploadGroupSpecialHours({ path: group, ...(await asBody(file)), throwOnError: true })).data,
  };
}

async function asBody(file: File) {
  const text = await file.text();
  return {
    // The generated client knows the JSON only. The API says what is wrong with either.
    body: text as unknown as UploadedSpecialHours,
    bodySerializer: (body: unknown) => body,
    headers: { 'Content-Type': mediaTypeOf(text) },
  };
}
