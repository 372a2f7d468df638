export { dropOldPolls } from './drop-old-polls.js';
export { dropOldRejects } from './drop-old-rejects.js';
export { dropOldReports } from './drop-old-reports.js';
export { generateReport } from './generate-report.js';
export { ingestFolder } from './ingest-folder.js';
export { ingestUpload } from './ingest-upload.js';
export { reconcile } from './reconcile.js';
export { scheduledReport } from './scheduled-report.js';
