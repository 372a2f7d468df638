import type { Instant } from './domain/instant.js';

/** What the API's classes are given, by name: the configuration. */
export const CONFIG = Symbol('CONFIG');

/** What the API's classes are given, by name: the only clock. */
export const CLOCK = Symbol('CLOCK');

export type Clock = () => Instant;
