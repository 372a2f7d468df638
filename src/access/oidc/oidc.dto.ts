import { z } from 'zod';
import { strictRequest } from '../../http/schemas.js';

/** Where a browser goes that was not on its way anywhere. */
const DEFAULT_PAGE = '/ui/';

const MAX_PATH_LENGTH = 2_000;

/** A path of this server, with query and fragment. It begins with one slash: two, or a backslash, lead to other servers. */
const OWN_PATH = /^\/([A-Za-z0-9_.~!$&'()*+,;=:@?#%-][A-Za-z0-9_.~!$&'()*+,;=:@/?#%-]*)?$/;

export const beginLogInQuerySchema = strictRequest({
  to: z
    .string()
    .max(MAX_PATH_LENGTH)
    .regex(OWN_PATH, 'must be a path of this server, such as /ui/')
    .default(DEFAULT_PAGE)
    .meta({ description: 'The path where the browser goes afterwards.', examples: [DEFAULT_PAGE] }),
});

export type BeginLogInQuery = z.output<typeof beginLogInQuerySchema>;
