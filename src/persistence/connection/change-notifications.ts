/** The channel on which the database tells what has changed: see the function `tell_of_change`. */
export const CHANGE_CHANNEL = 'change';

/** What the notifications of this channel name. */
export type Changed = 'data' | 'reports' | 'imports';
