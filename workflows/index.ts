export { generateReport } from './generate-report.js';
export { ingestFolder } from './ingest-folder.js';
