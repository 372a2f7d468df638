/*
 * By what reports are found in Temporal. Workers register them when they start: see src/temporal/register-search-attributes.ts. A name
 * that was registered keeps its type.
 */
export const REPORT_STATUS = { name: 'ReportStatus', type: 'KEYWORD' } as const;
export const REPORT_TRIGGER = { name: 'ReportTrigger', type: 'KEYWORD' } as const;
export const REPORT_AS_OF = { name: 'ReportAsOf', type: 'DATETIME' } as const;

export const SEARCH_ATTRIBUTES = [REPORT_STATUS, REPORT_TRIGGER, REPORT_AS_OF];
