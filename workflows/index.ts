export { dropOldPolls } from './drop-old-polls.js';
export { generateReport } from './generate-report.js';
export { ingestFolder } from './ingest-folder.js';
export { ingestUpload } from './ingest-upload.js';
export { scheduledReport } from './scheduled-report.js';
