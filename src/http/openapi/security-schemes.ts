/** The names of the security schemes in the OpenAPI document. */
export const SECURITY_SCHEMES = { key: 'apiKey', session: 'session' } as const;

/** The cookie of a session over https. The prefix makes browsers refuse one that another host or an unencrypted page sets. */
export const SESSION_COOKIE = '__Host-storelight';
