import { loadConfig } from '../../src/config/config.js';
import { installTimeZones } from '../../src/domain/time-zones/time-zone-database.js';
import { readTimeZoneData } from '../../src/files/time-zone-data.js';

// Runs before each spec: the domain computes with the time zone data of the repository.
installTimeZones(readTimeZoneData(loadConfig({}).tzdataDir));
