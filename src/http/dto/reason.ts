import { z } from 'zod';
import { MAX_REASON_LENGTH } from '../../domain/calendar/special-hours.js';

/** PostgreSQL stores no character 0. */
// eslint-disable-next-line no-control-regex
const WITHOUT_ZERO = new RegExp('^[^\\u0000]*$');

/** A reason in a request, without blanks around it. */
export const reasonInput = z.string().trim().max(MAX_REASON_LENGTH).regex(WITHOUT_ZERO, 'must have no character 0');
