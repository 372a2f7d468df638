import { describe } from '@jest/globals';
import { chromiumPath } from '../../../dev/chromium.js';

if (chromiumPath === undefined) console.warn('Chromium is not here, so its tests are not run. CHROMIUM may name one.');

/** `describe` where there is a Chromium; elsewhere its tests are skipped, with a message. */
export const describeInChromium = chromiumPath === undefined ? describe.skip : describe;
