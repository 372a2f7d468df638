/** Injection token of the configuration. */
export const CONFIG = Symbol('CONFIG');

/** Injection token of the clock. */
export const CLOCK = Symbol('CLOCK');
